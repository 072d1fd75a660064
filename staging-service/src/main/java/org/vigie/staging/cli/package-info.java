/** The rules offline, without Kafka and without Quarkus. */
@NullMarked
package org.vigie.staging.cli;

import org.jspecify.annotations.NullMarked;
