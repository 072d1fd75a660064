@NullMarked
package org.vigie.mr.dicom;

import org.jspecify.annotations.NullMarked;
