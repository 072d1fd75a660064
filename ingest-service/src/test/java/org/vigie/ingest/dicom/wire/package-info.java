@NullMarked
package org.vigie.ingest.dicom.wire;

import org.jspecify.annotations.NullMarked;
