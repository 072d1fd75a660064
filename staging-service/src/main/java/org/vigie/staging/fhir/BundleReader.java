package org.vigie.staging.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.EpisodeOfCare;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.StatedPatient;
import org.vigie.staging.intake.Statement;
import org.vigie.staging.intake.Submission;

/** From a transaction Bundle to what it states about each patient; every fault of it is found, not only the first. */
final class BundleReader {
    private static final int MOST_ENTRIES = 1000;

    private final CourseResources courses;
    private final ObservationResource observations;

    BundleReader(CourseResources courses, ObservationResource observations) {
        this.courses = courses;
        this.observations = observations;
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
        Reading reading = new Reading(bundle);
        List<Issue> issues = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < bundle.getEntry().size(); i++) {
            try {
                statuses.add(entry(reading, bundle.getEntry().get(i), "Bundle.entry[" + i + "]"));
            } catch (Unprocessable e) {
                issues.addAll(e.issues());
            }
        }
        if (!issues.isEmpty()) {
            throw new Unprocessable(422, issues);
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
        String subject = reading.onlyPatient(path + ".request.url");
        reading.add(subject, new Statement.Withdrawn(url, reading.timestamp, at(path + ".request.url")));
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
        final @Nullable Instant timestamp;

        Reading(Bundle bundle) {
            this.timestamp = instant(bundle.getTimestamp());
            for (int i = 0; i < bundle.getEntry().size(); i++) {
                Bundle.BundleEntryComponent entry = bundle.getEntry().get(i);
                Resource resource = entry.getResource();
                if (resource == null) {
                    continue;
                }
                if (entry.getFullUrl() != null) {
                    byReference.put(entry.getFullUrl(), resource);
                }
                if (resource.getIdElement().getIdPart() != null) {
                    byReference.put(
                            resource.fhirType() + "/" + resource.getIdElement().getIdPart(), resource);
                }
                if (resource instanceof Patient patient) {
                    String key = "Bundle.entry[" + i + "].resource";
                    patients.put(key, Patients.read(patient, key));
                    patientPaths.put(patient, key);
                }
            }
        }

        @Nullable
        Resource resolve(Reference reference) {
            return byReference.get(reference.getReference());
        }

        /** The patient a resource is about, as a key of this reading. */
        String subject(Reference reference, String path) {
            if (resolve(reference) instanceof Patient patient) {
                return String.valueOf(patientPaths.get(patient));
            }
            if (reference.hasIdentifier() && reference.getIdentifier().hasValue()) {
                String key = path + ".identifier";
                patients.put(
                        key,
                        StatedPatient.of(
                                reference.getIdentifier().getValue(),
                                reference.getIdentifier().getSystem()));
                return key;
            }
            throw Unprocessable.invalid(path, "a Patient of this Bundle, or an identifier");
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

        List<Submission> submissions() {
            return order.stream()
                    .map(key -> new Submission(
                            Objects.requireNonNull(patients.get(key)), Objects.requireNonNull(statements.get(key))))
                    .toList();
        }
    }

    static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
