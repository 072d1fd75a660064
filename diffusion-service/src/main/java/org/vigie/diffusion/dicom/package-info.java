/** DICOM in, volumes and regions out. The only package that knows dcm4che. */
@NullMarked
package org.vigie.diffusion.dicom;

import org.jspecify.annotations.NullMarked;
