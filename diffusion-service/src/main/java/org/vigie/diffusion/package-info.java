/** Measures diffusion in the lesion: study.ready in, study.measured out. */
@NullMarked
package org.vigie.diffusion;

import org.jspecify.annotations.NullMarked;
