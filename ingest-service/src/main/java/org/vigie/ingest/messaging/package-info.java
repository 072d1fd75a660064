/** Kafka: the outbox out of the journal, and the assembly of studies. */
@NullMarked
package org.vigie.ingest.messaging;

import org.jspecify.annotations.NullMarked;
