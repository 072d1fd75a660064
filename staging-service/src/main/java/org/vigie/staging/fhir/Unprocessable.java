package org.vigie.staging.fhir;

import java.io.Serial;
import java.util.List;

/** A request of which nothing was recorded. */
final class Unprocessable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Issue> issues;

    /** @param status 400 where it cannot be read, 409 on conflict, 422 where it breaks a rule */
    Unprocessable(int status, List<Issue> issues) {
        super(issues.getFirst().path() + ": " + issues.getFirst().text());
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    static Unprocessable invalid(String path, String text) {
        return new Unprocessable(422, List.of(Issue.error("invalid", path, text)));
    }

    static Unprocessable required(String path) {
        return new Unprocessable(422, List.of(Issue.error("required", path, "present")));
    }

    static Unprocessable code(String path, String text) {
        return new Unprocessable(422, List.of(Issue.error("code-invalid", path, text)));
    }

    static Unprocessable unsupported(String path, String text) {
        return new Unprocessable(422, List.of(Issue.error("not-supported", path, text)));
    }

    int status() {
        return status;
    }

    List<Issue> issues() {
        return issues;
    }
}
