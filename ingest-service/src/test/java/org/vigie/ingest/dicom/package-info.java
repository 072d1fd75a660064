@NullMarked
package org.vigie.ingest.dicom;

import org.jspecify.annotations.NullMarked;
