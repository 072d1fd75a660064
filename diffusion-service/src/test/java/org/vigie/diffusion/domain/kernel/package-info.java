@NullMarked
package org.vigie.diffusion.domain.kernel;

import org.jspecify.annotations.NullMarked;
