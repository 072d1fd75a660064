@NullMarked
package org.vigie.simulator.dicom;

import org.jspecify.annotations.NullMarked;
