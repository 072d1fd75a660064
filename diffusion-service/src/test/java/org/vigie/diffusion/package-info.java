@NullMarked
package org.vigie.diffusion;

import org.jspecify.annotations.NullMarked;
