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
    private static final String NOT_STATED = "not stated";

    /** Part of a course's name at its source under which its end is stated. */
    static final String END = "#end";

    private final Set<String> courseCodes;

    CourseResources(Set<String> courseCodes) {
        this.courseCodes = courseCodes;
    }

    void episode(EpisodeOfCare episode, Entry entry) {
        EpisodeOfCare.EpisodeOfCareStatus status = episode.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        Stated stated = new Stated(
                episode.getPatient(),
                "patient",
                episode.getIdentifier(),
                episode,
                episode.getPeriod(),
                text(episode.getType()));
        switch (status) {
            case ENTEREDINERROR -> withdrawn(stated, entry);
            case PLANNED, ACTIVE, ONHOLD -> course(stated, episode.getType(), "type", false, entry);
            case FINISHED, CANCELLED -> course(stated, episode.getType(), "type", true, entry);
            case WAITLIST, NULL ->
                throw Unprocessable.unsupported(entry.path("status"), "a course that is planned, runs or has ended");
        }
    }

    private static String text(List<CodeableConcept> concepts) {
        return concepts.stream()
                .map(CodeableConcept::getText)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(NOT_STATED);
    }

    void plan(CarePlan plan, Entry entry) {
        CarePlan.CarePlanStatus status = plan.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        Stated stated = new Stated(
                plan.getSubject(),
                "subject",
                plan.getIdentifier(),
                plan,
                plan.getPeriod(),
                plan.hasTitle() ? plan.getTitle() : NOT_STATED);
        if (status == CarePlan.CarePlanStatus.ENTEREDINERROR) {
            withdrawn(stated, entry);
            return;
        }
        if (plan.getIntent() == null) {
            throw Unprocessable.required(entry.path("intent"));
        }
        if (plan.getIntent() != CarePlan.CarePlanIntent.PLAN && plan.getIntent() != CarePlan.CarePlanIntent.ORDER) {
            throw Unprocessable.unsupported(entry.path("intent"), "plan or order: a proposal is no course");
        }
        for (int i = 0; i < plan.getActivity().size(); i++) {
            if (plan.getActivity().get(i).getDetail().getDoNotPerform()) {
                throw Unprocessable.unsupported(
                        entry.path("activity[" + i + "].detail.doNotPerform"), "what is not to be done is no course");
            }
        }
        switch (status) {
            case ACTIVE, ONHOLD -> course(stated, plan.getCategory(), "category", false, entry);
            case COMPLETED, REVOKED -> course(stated, plan.getCategory(), "category", true, entry);
            default -> throw Unprocessable.unsupported(entry.path("status"), "a course that is in force or has ended");
        }
    }

    private record Stated(
            Reference patient,
            String patientElement,
            List<Identifier> identifiers,
            Resource resource,
            Period period,
            String regimen) {}

    private static void withdrawn(Stated stated, Entry entry) {
        entry.withdraws(stated.patient(), stated.patientElement(), "", "status");
        entry.withdraws(stated.patient(), stated.patientElement(), END, "status");
    }

    private void course(Stated stated, List<CodeableConcept> kinds, String element, boolean over, Entry entry) {
        knownCourse(kinds, entry, element);
        String courseId = courseId(stated.identifiers(), stated.resource(), entry);
        ClinicalTime c1d1 = Dates.required(stated.period().getStartElement(), entry.path("period.start"));
        entry.states(
                stated.patient(),
                stated.patientElement(),
                "",
                new FactBody.NacCourse(courseId, c1d1, stated.regimen(), null, null, null),
                "period.start");
        if (stated.period().hasEnd() || over) {
            ClinicalTime end = Dates.required(stated.period().getEndElement(), entry.path("period.end"));
            entry.states(
                    stated.patient(),
                    stated.patientElement(),
                    END,
                    new FactBody.CourseEnded(courseId, end),
                    "period.end");
        } else if (entry.sourceId() != null) {
            // The version before may have had an end: this one says that it has none.
            entry.withdraws(stated.patient(), stated.patientElement(), END, "period.end");
        }
    }

    /** Only a code says what an episode or a plan is for; one that says nothing is no chemotherapy. */
    private void knownCourse(List<CodeableConcept> concepts, Entry entry, String element) {
        boolean known = false;
        for (int i = 0; i < concepts.size(); i++) {
            String path = entry.path(element + "[" + i + "]");
            boolean one = Codes.find(
                            concepts.get(i),
                            path,
                            (system, code) -> isCourse(system + "|" + code) ? Boolean.TRUE : null)
                    .isPresent();
            if (!one && concepts.get(i).hasCoding()) {
                throw Unprocessable.code(path, "a code this site knows as a course of chemotherapy");
            }
            known |= one;
        }
        if (!known) {
            throw Unprocessable.code(
                    entry.path(element), "present, with a code this site knows as a course of chemotherapy");
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
                entry.withdraws(given.getSubject(), "subject", "", "status");
                return;
            }
            default -> throw Unprocessable.unsupported(entry.path("status"), "a dose that was given, or was not");
        }
        if (given.hasStatusReason()) {
            throw Unprocessable.unsupported(
                    entry.path("statusReason"), "absent: the reason why a dose was not given, of one that was");
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
            entry.reading()
                    .same(
                            entry.reading().subject(given.getSubject(), entry.path("subject")),
                            entry.reading().subject(episode.getPatient(), entry.path("context")),
                            entry.path("context"));
            return courseId(episode.getIdentifier(), episode, entry);
        }
        String reference = given.getContext().getReference();
        return reference != null && reference.startsWith("EpisodeOfCare/")
                ? reference.substring("EpisodeOfCare/".length())
                : null;
    }
}
