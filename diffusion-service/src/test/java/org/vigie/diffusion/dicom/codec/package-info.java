@NullMarked
package org.vigie.diffusion.dicom.codec;

import org.jspecify.annotations.NullMarked;
