/** Volumes in files of research tools: NRRD and NIfTI. */
@NullMarked
package org.vigie.diffusion.raster;

import org.jspecify.annotations.NullMarked;
