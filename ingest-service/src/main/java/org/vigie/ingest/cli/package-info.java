/** Parts of ingest as plain programs, without Quarkus, broker or network. */
@NullMarked
package org.vigie.ingest.cli;

import org.jspecify.annotations.NullMarked;
