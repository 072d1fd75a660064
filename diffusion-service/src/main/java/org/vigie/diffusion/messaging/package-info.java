/** Kafka: a share group that pulls studies, a producer that answers. The only package that knows Kafka. */
@NullMarked
package org.vigie.diffusion.messaging;

import org.jspecify.annotations.NullMarked;
