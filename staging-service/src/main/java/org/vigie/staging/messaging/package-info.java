/** Kafka Streams and the intake's producer: the only place that knows Kafka. */
@NullMarked
package org.vigie.staging.messaging;

import org.jspecify.annotations.NullMarked;
