package org.vigie.simulator.dicom;

/** A folder cannot be copied as asked; the text says why and quotes nothing of the patient. */
public final class RedateException extends Exception {
    private static final long serialVersionUID = 1;

    RedateException(String message) {
        super(message);
    }
}
