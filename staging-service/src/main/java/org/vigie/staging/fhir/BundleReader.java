package org.vigie.staging.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.Identities;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.intake.Submission;

/** From a transaction Bundle to what it states about each patient; every fault of it is found, not only the first. */
final class BundleReader {
    private static final int MOST_ENTRIES = 1000;
    private static final String AMBIGUOUS = ReasonCode.AMBIGUOUS_IDENTITY.name();
    /** Label of HL7 v3 ActReason for what is no real patient's. */
    private static final String TEST_DATA = "HTEST";

    private static final Set<String> DELETABLE =
            Set.of("EpisodeOfCare", "CarePlan", "MedicationAdministration", "Observation", "Condition");

    private final CourseResources courses;
    private final ObservationResource observations;
    private final Identities identities;

    BundleReader(CourseResources courses, ObservationResource observations, Identities identities) {
        this.courses = courses;
        this.observations = observations;
        this.identities = identities;
    }

    /**
     * @param submissions one per patient
     * @param statuses HTTP status of each entry, in the order of the Bundle
     */
    record Transaction(List<Submission> submissions, List<String> statuses) {}

    /** @throws Unprocessable with every issue found */
    Transaction read(Bundle bundle) {
        if (bundle.getType() != Bundle.BundleType.TRANSACTION) {
            throw Unprocessable.unsupported("Bundle.type", "transaction");
        }
        if (bundle.getEntry().isEmpty() || bundle.getEntry().size() > MOST_ENTRIES) {
            throw Unprocessable.invalid("Bundle.entry", "1 to " + MOST_ENTRIES + " entries");
        }
        List<Issue> issues = new ArrayList<>();
        Reading reading = new Reading(bundle, identities, issues);
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            try {
                statuses.add(entry(reading, bundle.getEntry().get(i), "Bundle.entry[" + i + "]"));
            } catch (Unprocessable e) {
                issues.addAll(e.issues());
            }
        }
        if (!issues.isEmpty()) {
            boolean ambiguous = issues.stream().anyMatch(issue -> issue.code().equals(AMBIGUOUS));
            throw new Unprocessable(ambiguous ? 409 : 422, issues);
        }
        return new Transaction(reading.submissions(), statuses);
    }

    private String entry(Reading reading, Bundle.BundleEntryComponent entry, String path) {
        Bundle.BundleEntryRequestComponent request = entry.getRequest();
        if (request.getMethod() == null || request.getUrl() == null) {
            throw Unprocessable.required(path + ".request");
        }
        if (request.hasIfMatch()
                || request.hasIfNoneExist()
                || request.hasIfModifiedSince()
                || request.hasIfNoneMatch()
                || request.getUrl().indexOf('?') >= 0) {
            throw Unprocessable.unsupported(path + ".request", "no conditional requests");
        }
        if (request.getMethod() != Bundle.HTTPVerb.POST && !reading.touched.add(request.getUrl())) {
            throw Unprocessable.invalid(path + ".request.url", "a resource only once in a transaction");
        }
        return switch (request.getMethod()) {
            case DELETE -> delete(reading, request.getUrl(), path);
            case POST, PUT -> stated(reading, entry, path);
            default -> throw Unprocessable.unsupported(path + ".request.method", "POST, PUT or DELETE");
        };
    }

    private static String delete(Reading reading, String url, String path) {
        String[] parts = url.split("/", -1);
        if (parts.length != 2 || parts[1].isEmpty()) {
            throw Unprocessable.invalid(path + ".request.url", "Type/id");
        }
        if (!DELETABLE.contains(parts[0])) {
            throw Unprocessable.unsupported(
                    path + ".request.url", "a resource that states a fact; patients are unlinked, not deleted");
        }
        String subject = reading.onlyPatient(path + ".request.url");
        reading.add(subject, new Statement.Withdrawn(url, reading.timestamp, at(path + ".request.url")));
        if (parts[0].equals("EpisodeOfCare") || parts[0].equals("CarePlan")) {
            reading.add(
                    subject,
                    new Statement.Withdrawn(url + CourseResources.END, reading.timestamp, at(path + ".request.url")));
        }
        factId(parts[1])
                .ifPresent(id -> reading.add(
                        subject,
                        new Statement.Made(
                                new FactBody.Retracted(id), null, reading.timestamp, at(path + ".request.url"))));
        return "204 No Content";
    }

    /** Ids we gave out ourselves are fact ids. */
    private static Optional<String> factId(String id) {
        try {
            return Optional.of(UUID.fromString(id).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String stated(Reading reading, Bundle.BundleEntryComponent entry, String path) {
        Resource resource = entry.getResource();
        if (resource == null) {
            throw Unprocessable.required(path + ".resource");
        }
        boolean put = entry.getRequest().getMethod() == Bundle.HTTPVerb.PUT;
        String type = resource.fhirType();
        String id = resource.getIdElement().getIdPart();
        String url = entry.getRequest().getUrl();
        if (put ? !url.equals(type + "/" + id) : !url.equals(type)) {
            throw Unprocessable.invalid(
                    path + ".request.url", put ? "Type/id of the resource" : "Type of the resource");
        }
        if (resource.getMeta().getSecurity().stream().anyMatch(label -> TEST_DATA.equals(label.getCode()))) {
            throw Unprocessable.unsupported(path + ".resource.meta.security", "no test data");
        }
        Entry made = new Entry(reading, resource, put ? url : null, path + ".resource");
        switch (resource) {
            case Patient _, Specimen _ -> {}
            case EpisodeOfCare episode -> courses.episode(episode, made);
            case CarePlan plan -> courses.plan(plan, made);
            case MedicationAdministration given -> courses.given(given, made);
            case Observation observation -> observations.read(observation, made);
            case Condition condition -> Conditions.read(condition, made);
            default ->
                throw Unprocessable.unsupported(
                        path + ".resource",
                        "Patient, EpisodeOfCare, CarePlan, MedicationAdministration, Observation, Condition or Specimen");
        }
        return put ? "200 OK" : "201 Created";
    }

    static UnaryOperator<Fault> at(String path) {
        return fault -> fault.object().startsWith("Bundle") ? fault : new Fault(fault.code(), path, fault.rule());
    }

    /** What was read of one Bundle so far. */
    static final class Reading {
        private final IdentityHashMap<Resource, String> patientPaths = new IdentityHashMap<>();
        private final Map<String, Resource> byReference = new HashMap<>();
        private final Map<String, StatedPatient> patients = new HashMap<>();
        private final Map<String, List<Statement>> statements = new HashMap<>();
        private final List<String> order = new ArrayList<>();
        private final Set<String> touched = new HashSet<>();
        private final Identities identities;
        final @Nullable Instant timestamp;

        Reading(Bundle bundle, Identities identities, List<Issue> issues) {
            this.identities = identities;
            this.timestamp = instant(bundle.getTimestamp());
            for (int i = 0; i < bundle.getEntry().size(); i++) {
                try {
                    register(bundle.getEntry().get(i), "Bundle.entry[" + i + "]");
                } catch (Unprocessable e) {
                    issues.addAll(e.issues());
                }
            }
        }

        /** Two entries of one name would leave open which of them a reference means (FHIR bdl-7). */
        private void register(Bundle.BundleEntryComponent entry, String path) {
            Resource resource = entry.getResource();
            String fullUrl = entry.getFullUrl();
            if (resource == null) {
                return;
            }
            String id = resource.getIdElement().getIdPart();
            String name = id == null ? null : resource.fhirType() + "/" + id;
            if (fullUrl != null) {
                if (fullUrl.indexOf(':') < 0 || fullUrl.contains("/_history/")) {
                    throw Unprocessable.invalid(path + ".fullUrl", "an absolute address without a version");
                }
                if (fullUrl.startsWith("http") && name != null && !fullUrl.endsWith("/" + name)) {
                    throw Unprocessable.invalid(path + ".fullUrl", "the address of the resource, with its id");
                }
                if (byReference.put(fullUrl, resource) != null) {
                    throw Unprocessable.invalid(path + ".fullUrl", "one entry of a Bundle only");
                }
            }
            if (name != null && byReference.put(name, resource) != null) {
                throw Unprocessable.invalid(path + ".resource.id", "one entry of a Bundle only");
            }
            if (resource instanceof Patient patient) {
                String key = path + ".resource";
                patients.put(key, Patients.read(patient, key));
                patientPaths.put(patient, key);
            }
        }

        @Nullable
        Resource resolve(Reference reference) {
            return byReference.get(reference.getReference());
        }

        /** The patient a resource is about, as a key of this reading. */
        String subject(Reference reference, String path) {
            if (reference.hasType() && !reference.getType().equals("Patient")) {
                throw Unprocessable.unsupported(path + ".type", "Patient");
            }
            String identified = identified(reference.getIdentifier(), path);
            if (resolve(reference) instanceof Patient patient && patientPaths.containsKey(patient)) {
                String key = String.valueOf(patientPaths.get(patient));
                if (identified != null && !Patients.hasIdentifier(patient, reference.getIdentifier())) {
                    same(key, identified, path + ".identifier");
                }
                return key;
            }
            boolean elsewhere = !reference.hasReference()
                    || reference.getReference().startsWith("Patient/")
                    || reference.getReference().contains("/Patient/");
            if (identified == null || !elsewhere || resolve(reference) != null) {
                throw Unprocessable.invalid(path, "a Patient of this Bundle, or an identifier");
            }
            return identified;
        }

        private @Nullable String identified(Identifier identifier, String path) {
            if (!identifier.hasValue()) {
                return null;
            }
            String key = path + ".identifier";
            if (!Patients.isPatientId(identifier)) {
                throw Unprocessable.unsupported(key, "an id of the patient in use");
            }
            patients.put(key, StatedPatient.of(identifier.getValue(), identifier.getSystem()));
            return key;
        }

        /**
         * What is said of one patient is said of the other: they must be one.
         *
         * @throws Unprocessable with {@code AMBIGUOUS_IDENTITY} at the path
         */
        void same(String one, String other, String path) {
            if (one.equals(other)) {
                return;
            }
            try {
                if (patientKey(one).equals(patientKey(other))) {
                    return;
                }
            } catch (Rejected e) {
                // Said below: what does not name one patient is not the same as another.
            }
            throw new Unprocessable(
                    409,
                    List.of(new Issue(
                            Issue.Severity.ERROR, "business-rule", path, AMBIGUOUS, "the patient named beside it")));
        }

        private String patientKey(String key) {
            return identities.find(Objects.requireNonNull(patients.get(key))).patientKey();
        }

        String onlyPatient(String path) {
            if (patientPaths.size() != 1) {
                throw Unprocessable.invalid(path, "exactly one Patient in the Bundle says whose it is");
            }
            return patientPaths.values().iterator().next();
        }

        void add(String subject, Statement statement) {
            statements
                    .computeIfAbsent(subject, key -> {
                        order.add(key);
                        return new ArrayList<>();
                    })
                    .add(statement);
        }

        /** Where a Patient states its ids and its birth date; an identifier of a reference stands for itself. */
        private UnaryOperator<Fault> inPatient(String key) {
            return fault -> new Fault(
                    fault.code(),
                    patientPaths.values().stream().noneMatch(key::equals)
                            ? key
                            : key + (fault.object().equals("birthDate") ? ".birthDate" : ".identifier"),
                    fault.rule());
        }

        List<Submission> submissions() {
            return order.stream()
                    .map(key -> new Submission(
                            Objects.requireNonNull(patients.get(key)),
                            Objects.requireNonNull(statements.get(key)),
                            inPatient(key)))
                    .toList();
        }
    }

    static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
