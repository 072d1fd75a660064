package org.vigie.staging.intake;

import java.util.List;

/** Statements about one patient that stand or fall together with every other submission of the same message. */
public record Submission(StatedPatient patient, List<Statement> statements) {
    public Submission {
        statements = List.copyOf(statements);
    }
}
