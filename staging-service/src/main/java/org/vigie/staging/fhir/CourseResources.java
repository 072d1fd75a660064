package org.vigie.staging.fhir;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;

/** EpisodeOfCare and CarePlan are a course, MedicationAdministration is a dose. */
final class CourseResources {
    private static final String CHEMOTHERAPY = Codes.SNOMED + "|367336001";
    private static final String OWN = Codes.COURSE + "|nac";

    private final Set<String> courseCodes;

    CourseResources(Set<String> courseCodes) {
        this.courseCodes = courseCodes;
    }

    void episode(EpisodeOfCare episode, Entry entry) {
        EpisodeOfCare.EpisodeOfCareStatus status = episode.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        knownCourse(episode.getType(), entry, "type");
        String regimen = episode.getType().stream()
                .map(CodeableConcept::getText)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("not stated");
        boolean over = status == EpisodeOfCare.EpisodeOfCareStatus.FINISHED
                || status == EpisodeOfCare.EpisodeOfCareStatus.CANCELLED;
        course(
                new Stated(episode.getPatient(), "patient", episode.getIdentifier(), episode, episode.getPeriod()),
                status == EpisodeOfCare.EpisodeOfCareStatus.ENTEREDINERROR,
                over,
                regimen,
                entry);
    }

    void plan(CarePlan plan, Entry entry) {
        CarePlan.CarePlanStatus status = plan.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        if (plan.getIntent() == CarePlan.CarePlanIntent.PROPOSAL
                || plan.getIntent() == CarePlan.CarePlanIntent.OPTION) {
            throw Unprocessable.unsupported(entry.path("intent"), "plan or order: a proposal is no course");
        }
        knownCourse(plan.getCategory(), entry, "category");
        boolean over = status == CarePlan.CarePlanStatus.COMPLETED || status == CarePlan.CarePlanStatus.REVOKED;
        course(
                new Stated(plan.getSubject(), "subject", plan.getIdentifier(), plan, plan.getPeriod()),
                status == CarePlan.CarePlanStatus.ENTEREDINERROR,
                over,
                plan.hasTitle() ? plan.getTitle() : "not stated",
                entry);
    }

    private record Stated(
            Reference patient, String patientElement, List<Identifier> identifiers, Resource resource, Period period) {}

    private void course(Stated stated, boolean error, boolean over, String regimen, Entry entry) {
        if (error) {
            entry.withdraws(stated.patient(), stated.patientElement(), "");
            return;
        }
        String courseId = courseId(stated.identifiers(), stated.resource(), entry);
        ClinicalTime c1d1 = Dates.required(stated.period().getStartElement(), entry.path("period.start"));
        entry.states(
                stated.patient(),
                stated.patientElement(),
                "",
                new FactBody.NacCourse(courseId, c1d1, regimen, null, null, null),
                "period.start");
        if (stated.period().hasEnd() || over) {
            ClinicalTime end = Dates.required(stated.period().getEndElement(), entry.path("period.end"));
            entry.states(
                    stated.patient(),
                    stated.patientElement(),
                    "#end",
                    new FactBody.CourseEnded(courseId, end),
                    "period.end");
        }
    }

    private void knownCourse(List<CodeableConcept> concepts, Entry entry, String element) {
        for (int i = 0; i < concepts.size(); i++) {
            CodeableConcept concept = concepts.get(i);
            if (concept.hasCoding()
                    && Codes.find(concept, (system, code) -> isCourse(system + "|" + code) ? code : null)
                            .isEmpty()) {
                throw Unprocessable.code(
                        entry.path(element + "[" + i + "]"), "a code this site knows as a course of chemotherapy");
            }
        }
    }

    private boolean isCourse(String coding) {
        return coding.equals(CHEMOTHERAPY) || coding.equals(OWN) || courseCodes.contains(coding);
    }

    /** The identifier's value where it can be a course id, else the id of the resource. */
    private static String courseId(List<Identifier> identifiers, Resource resource, Entry entry) {
        for (Identifier identifier : identifiers) {
            if (identifier.hasValue()) {
                return identifier.getValue();
            }
        }
        String id = resource.getIdElement().getIdPart();
        if (id == null) {
            throw Unprocessable.required(entry.path("identifier"));
        }
        return id;
    }

    void given(MedicationAdministration given, Entry entry) {
        MedicationAdministration.MedicationAdministrationStatus status = given.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        switch (status) {
            case COMPLETED, INPROGRESS, STOPPED -> {}
            case ENTEREDINERROR, NOTDONE -> {
                entry.withdraws(given.getSubject(), "subject", "");
                return;
            }
            default -> throw Unprocessable.unsupported(entry.path("status"), "a dose that was given, or was not");
        }
        entry.states(
                given.getSubject(),
                "subject",
                "",
                new FactBody.Administration(
                        course(given, entry), effective(given.getEffective(), entry), drug(given, entry)),
                "effective");
    }

    private static ClinicalTime effective(@Nullable Type effective, Entry entry) {
        return switch (effective) {
            case DateTimeType at -> Dates.required(at, entry.path("effectiveDateTime"));
            case Period period -> Dates.required(period.getStartElement(), entry.path("effectivePeriod.start"));
            case null -> throw Unprocessable.required(entry.path("effective"));
            default -> throw Unprocessable.invalid(entry.path("effective"), "a date or a period");
        };
    }

    private static String drug(MedicationAdministration given, Entry entry) {
        if (!(given.getMedication() instanceof CodeableConcept concept)) {
            throw Unprocessable.unsupported(entry.path("medication"), "medicationCodeableConcept");
        }
        if (concept.hasText()) {
            return concept.getText();
        }
        String name = concept.getCodingFirstRep().getDisplay();
        String code = concept.getCodingFirstRep().getCode();
        if (name == null && code == null) {
            throw Unprocessable.required(entry.path("medicationCodeableConcept"));
        }
        return name == null ? String.valueOf(code) : name;
    }

    /** The course named as context, null where none is: which course it was is found by its date. */
    private static @Nullable String course(MedicationAdministration given, Entry entry) {
        if (!given.hasContext()) {
            return null;
        }
        Resource context = entry.reading().resolve(given.getContext());
        if (context instanceof EpisodeOfCare episode) {
            return courseId(episode.getIdentifier(), episode, entry);
        }
        String reference = given.getContext().getReference();
        return reference != null && reference.startsWith("EpisodeOfCare/")
                ? reference.substring("EpisodeOfCare/".length())
                : null;
    }
}
