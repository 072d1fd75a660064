/**
 * What an MR header says, as plain records: no DICOM library is known here, so that rules over headers stay pure.
 * Reading is in {@code org.vigie.mr.dicom}.
 */
@NullMarked
package org.vigie.mr;

import org.jspecify.annotations.NullMarked;
