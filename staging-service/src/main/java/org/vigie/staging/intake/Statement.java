package org.vigie.staging.intake;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;

/** One thing a source states about a patient, or takes back. */
public sealed interface Statement {
    /** Where the statement stands in what was sent: turns the field of a fault into the sender's own path. */
    UnaryOperator<Fault> at();

    /**
     * @param sourceId what the source calls this statement, null if it has no name for it: corrections need one
     * @param statedAt when the source made this version, null if unknown
     */
    record Made(
            FactBody body,
            @Nullable String sourceId,
            @Nullable Instant statedAt,
            UnaryOperator<Fault> at) implements Statement {}

    /** The source says that what it stated under that id was an error. */
    record Withdrawn(String sourceId, @Nullable Instant statedAt, UnaryOperator<Fault> at) implements Statement {}

    static Statement of(FactBody body) {
        return new Made(body, null, null, UnaryOperator.identity());
    }
}
