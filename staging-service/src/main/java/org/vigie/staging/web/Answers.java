package org.vigie.staging.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.StudyMeasured;

/** Bodies of answers. */
final class Answers {
    static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    private Answers() {}

    /** @param facts ids of the facts, stable over repetition */
    record Recorded(String patientKey, @Nullable String courseId, List<String> facts) {}

    /** @param studies current results only */
    record Timeline(
            String patientKey,
            List<ClinicalFact> facts,
            List<StudyMeasured> studies,
            List<PatientAssessed> assessments,
            List<AlertRaised> alerts,
            String notice) {}
}
