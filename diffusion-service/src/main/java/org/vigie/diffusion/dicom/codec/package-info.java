/** Compressed frames to stored values: own decoders, since none that is well kept is on Maven Central. */
@NullMarked
package org.vigie.diffusion.dicom.codec;

import org.jspecify.annotations.NullMarked;
