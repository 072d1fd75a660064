@NullMarked
package org.vigie.diffusion.messaging;

import org.jspecify.annotations.NullMarked;
