@NullMarked
package org.vigie.diffusion.dicom;

import org.jspecify.annotations.NullMarked;
