/** Kafka and PostgreSQL without installing either: the default of one machine, and of tests. */
@NullMarked
package org.vigie.embedded;

import org.jspecify.annotations.NullMarked;
