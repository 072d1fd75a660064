package org.vigie.staging.fhir;

import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.Side;

/** Condition: a diagnosis. */
final class Conditions {
    private Conditions() {}

    static void read(Condition condition, Entry entry) {
        String verification =
                condition.getVerificationStatus().getCodingFirstRep().getCode();
        if ("entered-in-error".equals(verification)) {
            entry.withdraws(condition.getSubject(), "subject", "");
            return;
        }
        Codes.Known<Disease> disease = Codes.find(condition.getCode(), Codes::disease)
                .orElseThrow(() ->
                        Unprocessable.code(entry.path("code"), "a diagnosis this site knows, in SNOMED CT or ICD-10"));
        Certainty certainty = switch (verification) {
            case null -> Certainty.CONFIRMED;
            case "confirmed" -> Certainty.CONFIRMED;
            case "unconfirmed", "provisional", "differential" -> Certainty.SUSPECTED;
            case "refuted" -> Certainty.REFUTED;
            default -> throw Unprocessable.code(entry.path("verificationStatus"), "a code of condition-ver-status");
        };
        entry.states(
                condition.getSubject(),
                "subject",
                "",
                new ConditionFact.Diagnosis(
                        at(condition, entry),
                        disease.meaning(),
                        certainty,
                        side(condition, entry),
                        disease.code(),
                        disease.system()),
                condition.hasOnset() ? "onset" : "recordedDate");
    }

    private static ClinicalTime at(Condition condition, Entry entry) {
        return condition.getOnset() instanceof DateTimeType onset
                ? Dates.required(onset, entry.path("onsetDateTime"))
                : Dates.required(condition.getRecordedDateElement(), entry.path("recordedDate"));
    }

    private static @Nullable Side side(Condition condition, Entry entry) {
        if (!condition.hasBodySite()) {
            return null;
        }
        return Codes.find(condition.getBodySiteFirstRep(), Codes::side)
                .map(Codes.Known::meaning)
                .orElseThrow(() -> Unprocessable.code(entry.path("bodySite"), "left or right breast in SNOMED CT"));
    }
}
