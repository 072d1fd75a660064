/** Everything that speaks DICOM: writers, the sender, the re-dater. */
@NullMarked
package org.vigie.simulator.dicom;

import org.jspecify.annotations.NullMarked;
