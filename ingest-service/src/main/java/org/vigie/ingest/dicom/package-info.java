/** The DICOM side: listener, C-STORE, and what a header says. */
@NullMarked
package org.vigie.ingest.dicom;

import org.jspecify.annotations.NullMarked;
