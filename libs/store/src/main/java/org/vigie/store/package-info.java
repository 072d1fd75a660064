/** The claim check of all services: bytes by content, on disk, durable before they are announced. */
@NullMarked
package org.vigie.store;

import org.jspecify.annotations.NullMarked;
