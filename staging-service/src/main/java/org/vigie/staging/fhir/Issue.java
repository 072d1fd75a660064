package org.vigie.staging.fhir;

/**
 * One issue of an OperationOutcome; never quotes what was sent.
 *
 * @param kind code of the FHIR value set issue-type
 * @param path FHIRPath of the element, from {@code Bundle}
 * @param code our own code: {@code invalid}, {@code UNIT_UNKNOWN}, {@code AMBIGUOUS_IDENTITY}
 */
record Issue(Severity severity, String kind, String path, String code, String text) {
    enum Severity {
        ERROR,
        WARNING,
        INFORMATION
    }

    static Issue error(String kind, String path, String text) {
        return new Issue(Severity.ERROR, kind, path, "invalid", text);
    }
}
