package org.vigie.staging.fhir;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.Side;

/** Condition: a diagnosis. */
final class Conditions {
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";

    private Conditions() {}

    static void read(Condition condition, Entry entry) {
        String verification =
                Codes.status(condition.getVerificationStatus(), VERIFICATION, entry.path("verificationStatus"));
        if ("entered-in-error".equals(verification)) {
            entry.withdraws(condition.getSubject(), "subject", "", "verificationStatus");
            return;
        }
        Codes.Known<Disease> disease = Codes.find(condition.getCode(), entry.path("code"), Codes::disease)
                .orElseThrow(() ->
                        Unprocessable.code(entry.path("code"), "a diagnosis this site knows, in SNOMED CT or ICD-10"));
        Certainty certainty = switch (verification) {
            case null -> Certainty.CONFIRMED;
            case "confirmed" -> Certainty.CONFIRMED;
            case "unconfirmed", "provisional", "differential" -> Certainty.SUSPECTED;
            case "refuted" -> Certainty.REFUTED;
            default -> throw Unprocessable.code(entry.path("verificationStatus"), "a code of condition-ver-status");
        };
        String clinical = Codes.status(condition.getClinicalStatus(), CLINICAL, entry.path("clinicalStatus"));
        if (certainty != Certainty.REFUTED) {
            holds(condition, clinical, entry);
        }
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

    /** A disease that is over is not stated as one that is there. */
    private static void holds(Condition condition, @Nullable String clinical, Entry entry) {
        switch (clinical) {
            case null -> {}
            case "active", "recurrence", "relapse" -> {}
            case "inactive", "remission", "resolved" ->
                throw Unprocessable.unsupported(
                        entry.path("clinicalStatus"),
                        "active, recurrence or relapse; what never was is refuted or entered-in-error");
            default -> throw Unprocessable.code(entry.path("clinicalStatus"), "a code of condition-clinical");
        }
        if (condition.hasAbatement()) {
            throw Unprocessable.unsupported(entry.path("abatement"), "absent: the diagnosis holds");
        }
    }

    private static ClinicalTime at(Condition condition, Entry entry) {
        return switch (condition.getOnset()) {
            case DateTimeType onset -> Dates.required(onset, entry.path("onsetDateTime"));
            case Period onset -> Dates.required(onset.getStartElement(), entry.path("onsetPeriod.start"));
            case null -> Dates.required(condition.getRecordedDateElement(), entry.path("recordedDate"));
            default -> throw Unprocessable.unsupported(entry.path("onset"), "a date or a period");
        };
    }

    private static @Nullable Side side(Condition condition, Entry entry) {
        Side side = null;
        for (CodeableConcept site : condition.getBodySite()) {
            Side stated = Codes.find(site, entry.path("bodySite"), Codes::side)
                    .map(Codes.Known::meaning)
                    .orElseThrow(() -> Unprocessable.code(entry.path("bodySite"), "left or right breast in SNOMED CT"));
            if (side != null && side != stated) {
                throw Unprocessable.unsupported(entry.path("bodySite"), "one side: each has its own Condition");
            }
            side = stated;
        }
        return side;
    }
}
