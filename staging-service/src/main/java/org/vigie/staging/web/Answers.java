package org.vigie.staging.web;

import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.Receipt;

/** Bodies of answers. */
final class Answers {
    static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    private Answers() {}

    /**
     * @param facts ids of the facts, stable over repetition
     * @param warnings recorded, but no rule can use it as it is
     */
    record Recorded(String patientKey, @Nullable String courseId, List<String> facts, List<Fault> warnings) {}

    static Response created(Receipt receipt, @Nullable String courseId) {
        return Response.status(Response.Status.CREATED)
                .entity(new Recorded(receipt.patientKey(), courseId, receipt.factIds(), receipt.warnings()))
                .build();
    }

    /** @param studies current results only */
    record Timeline(
            String patientKey,
            List<ClinicalFact> facts,
            List<StudyMeasured> studies,
            List<PatientAssessed> assessments,
            List<AlertRaised> alerts,
            String notice) {}
}
