package org.vigie.staging.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.domain.facts.FactRules;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.messaging.FactPublisher;

/** Checks everything a message states, gives it its ids and publishes it under pseudonyms: all of it or nothing. */
@ApplicationScoped
public class Intake {
    private static final int MOST_FAULTS = 100;
    private static final LocalDate EARLIEST_BIRTH = LocalDate.of(1850, 1, 1);
    private static final Fault TWICE = new Fault(
            Fault.DUPLICATE,
            Fault.SOURCE_ID,
            "one statement under one name: the same name stands for another one here");

    private final FactPublisher publisher;
    private final Identities identities;
    private final KnownLinks links;
    private final CourseBook courses;
    private final SiteSecret secret;
    private final StagingMetrics metrics;
    private final Clock clock;
    private final ZoneId site;
    /** Between hosts and time zones that nobody stated. */
    public static final Duration CLOCKS_APART = Duration.ofDays(1);
    /** What says it was made later than any correction can be would stand for good. */
    private static final Fault OF_THE_FUTURE =
            Fault.invalid(Fault.STATED_AT, "when this version was made: not in the future");

    private final FactRules rules;
    private final PatientLocks locks;

    Intake(
            FactPublisher publisher,
            Identities identities,
            KnownLinks links,
            CourseBook courses,
            PatientLocks locks,
            SiteSecret secret,
            StagingMetrics metrics,
            Clock clock,
            SiteConfig site) {
        this.publisher = publisher;
        this.identities = identities;
        this.links = links;
        this.courses = courses;
        this.locks = locks;
        this.secret = secret;
        this.metrics = metrics;
        this.clock = clock;
        this.site = site.zone();
        this.rules = new FactRules(clock, site.zone());
    }

    /**
     * @return one receipt per submission; only after the broker holds everything
     * @throws Rejected with every rule that is broken; then nothing was recorded
     */
    public List<Receipt> record(Origin origin, List<Submission> submissions) {
        return locks.holding(keys(submissions), () -> recordNow(origin, submissions));
    }

    private List<Receipt> recordNow(Origin origin, List<Submission> submissions) {
        Instant now = clock.instant();
        Draft draft = draft(origin, submissions, now);
        publisher.publish(draft.links, draft.facts);
        links.published(draft.birthDates, draft.links, now);
        courses.published(draft.facts);
        draft.facts.forEach(fact -> metrics.factRecorded(kind(fact.body()), origin.source()));
        return draft.receipts;
    }

    private Set<String> keys(List<Submission> submissions) {
        Set<String> keys = new HashSet<>();
        submissions.forEach(submission -> key(submission).ifPresent(keys::add));
        return keys;
    }

    /** Empty where nobody is found: the draft says so with all other faults. */
    private Optional<String> key(Submission submission) {
        try {
            return Optional.of(identities.find(submission.patient()).patientKey());
        } catch (Rejected e) {
            return Optional.empty();
        }
    }

    /** The same checks and the same answer, nothing recorded. */
    public List<Receipt> dryRun(Origin origin, List<Submission> submissions) {
        return draft(origin, submissions, clock.instant()).receipts;
    }

    public Receipt record(Origin origin, StatedPatient patient, List<Statement> statements) {
        return record(origin, List.of(new Submission(patient, statements))).getFirst();
    }

    private static final class Draft {
        final List<PatientLinked> links = new ArrayList<>();
        final List<ClinicalFact> facts = new ArrayList<>();
        /** Where each fact stands in what was sent. */
        final List<UnaryOperator<Fault>> places = new ArrayList<>();

        /** By patient. */
        final Map<String, LocalDate> birthDates = new HashMap<>();
        /** What is stated under each fact id, or that it is taken back. */
        final Map<String, FactBody> named = new HashMap<>();

        final List<Receipt> receipts = new ArrayList<>();
        final List<Fault> faults = new ArrayList<>();
    }

    private Draft draft(Origin origin, List<Submission> submissions, Instant now) {
        Draft draft = new Draft();
        for (Submission submission : submissions) {
            try {
                draft(origin, submission, now, draft);
            } catch (Rejected e) {
                e.faults().forEach(fault -> draft.faults.add(submission.at().apply(fault)));
            }
        }
        if (draft.faults.isEmpty()) {
            // When everything is read: the end of one course may be stated behind the next.
            draft.faults.addAll(courses.faults(draft.facts, draft.places));
        }
        if (!draft.faults.isEmpty()) {
            throw new Rejected(draft.faults.subList(0, Math.min(draft.faults.size(), MOST_FAULTS)));
        }
        return draft;
    }

    private void draft(Origin origin, Submission submission, Instant now, Draft draft) {
        Identities.Found patient = identities.find(submission.patient());
        LocalDate birthDate = KnownLinks.birthDate(submission.patient());
        if (birthDate != null
                && (birthDate.isBefore(EARLIEST_BIRTH) || birthDate.isAfter(LocalDate.ofInstant(now, site)))) {
            throw new Rejected("birthDate", "a date from " + EARLIEST_BIRTH + " on, not in the future");
        }
        links.check(patient.patientKey(), submission.patient());
        LocalDate before = birthDate == null ? null : draft.birthDates.putIfAbsent(patient.patientKey(), birthDate);
        if (before != null && !before.equals(birthDate)) {
            throw new Rejected(List.of(KnownLinks.ANOTHER));
        }
        List<String> ids = new ArrayList<>();
        List<Fault> warnings = new ArrayList<>();
        boolean course = false;
        for (Statement statement : submission.statements()) {
            ClinicalFact fact = fact(origin, patient.patientKey(), statement, now);
            if (fact.statedAt() != null && fact.statedAt().isAfter(now.plus(CLOCKS_APART))) {
                draft.faults.add(statement.at().apply(OF_THE_FUTURE));
            }
            for (Fault fault : rules.faults(fact.body(), submission.patient().birthDate())) {
                draft.faults.add(statement.at().apply(fault));
            }
            warning(fact.body()).map(statement.at()).ifPresent(warnings::add);
            course |= fact.body() instanceof FactBody.NacCourse;
            if (contradicts(draft, fact)) {
                draft.faults.add(statement.at().apply(TWICE));
            }
            ids.add(fact.factId());
            draft.facts.add(fact);
            draft.places.add(statement.at());
        }
        link(patient, submission.patient(), course, now, draft);
        draft.receipts.add(new Receipt(patient.patientKey(), List.copyOf(ids), List.copyOf(warnings)));
    }

    /**
     * True if the same name stands for something else already: only one of the two would be left, and nobody would know
     * which. What is taken back is not stated in the same breath either.
     */
    private static boolean contradicts(Draft draft, ClinicalFact fact) {
        String named =
                fact.body() instanceof FactBody.Retracted retracted ? retracted.retractedFactId() : fact.factId();
        FactBody before = draft.named.putIfAbsent(named, fact.body());
        return before != null && !before.equals(fact.body());
    }

    private static Optional<Fault> warning(FactBody body) {
        return body instanceof LaboratoryFact.Lab lab && lab.value() == null
                ? Optional.of(new Fault(
                        ReasonCode.UNIT_UNKNOWN.name(),
                        "unit",
                        "UCUM, convertible to " + lab.analyte().ucum()))
                : Optional.empty();
    }

    private static ClinicalFact fact(Origin origin, String key, Statement statement, Instant now) {
        return switch (statement) {
            case Statement.Made made ->
                new ClinicalFact(
                        factId(origin, key, made.sourceId(), made.body()),
                        key,
                        now,
                        origin.by(),
                        origin.source(),
                        made.body(),
                        made.statedAt(),
                        origin.system());
            case Statement.Withdrawn withdrawn -> {
                FactBody body = new FactBody.Retracted(sourceFactId(origin, key, withdrawn.sourceId()));
                yield new ClinicalFact(
                        factId(origin, key, null, body),
                        key,
                        now,
                        origin.by(),
                        origin.source(),
                        body,
                        withdrawn.statedAt(),
                        origin.system());
            }
        };
    }

    private static String factId(Origin origin, String key, @Nullable String sourceId, FactBody body) {
        return sourceId == null
                ? EventId.of(List.of(key, new String(Json.bytes(body), StandardCharsets.UTF_8)), "staging.fact-id", "1")
                        .toString()
                : sourceFactId(origin, key, sourceId);
    }

    private static String sourceFactId(Origin origin, String key, String sourceId) {
        return EventId.of(List.of(key, String.valueOf(origin.system()), sourceId), "staging.source-fact-id", "1")
                .toString();
    }

    /**
     * The link is compacted by patient: what states no name must not replace the name ingest read from images, and a
     * message replaces no link at all; a person who states a course with a name does.
     */
    private void link(Identities.Found found, StatedPatient patient, boolean course, Instant now, Draft draft) {
        if (patient.name() != null && (course || !links.isKnown(found.patientKey()))) {
            draft.links.add(new PatientLinked(
                    found.patientKey(),
                    secret.seal(found.patientKey(), identities.identity(found, patient)),
                    "staging",
                    now));
        }
    }

    private static String kind(FactBody body) {
        return Json.mapper().valueToTree(body).path("kind").asText("unknown");
    }
}
