/**
 * Maps in single precision, many voxels at once. Numbers of regions come from the double path of the package above; these
 * are its fast twins, and |float - double| is at most max(3e-9 mm2/s, 2e-6·ADC).
 */
@NullMarked
package org.vigie.diffusion.domain.kernel;

import org.jspecify.annotations.NullMarked;
