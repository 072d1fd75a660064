package org.dcm4che3.io;

import java.io.IOException;

/** The bytes are not a DICOM stream. */
public class DicomStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    public DicomStreamException() {}

    public DicomStreamException(String message) {
        super(message);
    }

    public DicomStreamException(String message, Throwable cause) {
        super(message, cause);
    }

    public DicomStreamException(Throwable cause) {
        super(cause);
    }
}
