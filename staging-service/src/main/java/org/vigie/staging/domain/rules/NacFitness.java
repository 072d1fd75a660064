package org.vigie.staging.domain.rules;

import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;

/** What stands between a comparison and an alert (clinical rules 9.2), with a clause for each condition. */
final class NacFitness {
    private static final String SOURCE = "clinical rules 9.2";
    private static final Text VALIDATED =
            Text.of("contour validated in both studies", "contour validé dans les deux examens");
    private static final Text COMPLETE =
            Text.of("both studies arrived completely", "les deux examens sont arrivés complets");

    private NacFitness() {}

    /** @param caution the studies are comparable with caution only */
    static Finding.Fitness of(
            NacEvidence evidence, LesionReading.Measured before, LesionReading.Measured now, boolean caution) {
        boolean validated = validated(before) && validated(now);
        boolean incomplete = incomplete(before) || incomplete(now);
        evidence.clauses()
                .add(
                        "validated",
                        VALIDATED,
                        Truth.of(validated),
                        SOURCE,
                        ClauseList.recorded("validated.A0", validated(before), null),
                        ClauseList.recorded("validated.A1", validated(now), null));
        evidence.clauses()
                .add(
                        "complete",
                        COMPLETE,
                        Truth.of(!incomplete),
                        SOURCE,
                        ClauseList.recorded("incomplete.A0", incomplete(before), null),
                        ClauseList.recorded("incomplete.A1", incomplete(now), null));
        if (!validated) {
            evidence.reason(Reason.of(ReasonCode.ROI_NOT_VALIDATED));
        }
        if (incomplete) {
            evidence.flag("incomplete-study");
            evidence.reason(Reason.of(ReasonCode.STUDY_INCOMPLETE));
        }
        if (!validated) {
            return Finding.Fitness.UNVALIDATED_ROI;
        }
        if (incomplete) {
            return Finding.Fitness.INCOMPLETE;
        }
        return caution ? Finding.Fitness.WITH_CAUTION : Finding.Fitness.FIT;
    }

    private static boolean validated(LesionReading.Measured reading) {
        return reading.lesion().roi().validated();
    }

    private static boolean incomplete(LesionReading.Measured reading) {
        return reading.study().measured().incomplete();
    }
}
