package org.vigie.staging.intake;

import java.util.List;
import java.util.function.UnaryOperator;
import org.vigie.staging.domain.facts.Fault;

/**
 * Statements about one patient that stand or fall together with every other submission of the same message.
 *
 * @param at turns a fault of the patient's ids or birth date into the sender's own path
 */
public record Submission(StatedPatient patient, List<Statement> statements, UnaryOperator<Fault> at) {
    public Submission {
        statements = List.copyOf(statements);
    }

    /** The patient is stated where the first statement is. */
    public Submission(StatedPatient patient, List<Statement> statements) {
        this(
                patient,
                statements,
                statements.isEmpty()
                        ? UnaryOperator.identity()
                        : statements.getFirst().at());
    }
}
