/** From DICOM data sets to the records of {@code org.vigie.mr}; the only package of this module that knows dcm4che. */
@NullMarked
package org.vigie.mr.dicom;

import org.jspecify.annotations.NullMarked;
