package org.vigie.staging.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.identity.PatientIds;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.staging.SiteConfig;
import org.vigie.staging.StagingMetrics;
import org.vigie.staging.messaging.FactPublisher;

/** Checks what was stated, gives it its ids and publishes it under the patient's pseudonym. */
@ApplicationScoped
class Intake {
    private final FactPublisher publisher;
    private final Issuers issuers;
    private final SiteSecret secret;
    private final StagingMetrics metrics;
    private final Clock clock;
    private final FactRules rules;

    Intake(
            FactPublisher publisher,
            Issuers issuers,
            SiteSecret secret,
            StagingMetrics metrics,
            Clock clock,
            SiteConfig site) {
        this.publisher = publisher;
        this.issuers = issuers;
        this.secret = secret;
        this.metrics = metrics;
        this.clock = clock;
        this.rules = new FactRules(clock, site.zone());
    }

    /** One identity as stated, not yet pseudonymised. */
    record Person(
            @Nullable String patientId,
            @Nullable String issuer,
            @Nullable String name,
            @Nullable ClinicalTime birthDate) {
        Person(@Nullable String patientId, @Nullable String issuer) {
            this(patientId, issuer, null, null);
        }

        @Override
        public String toString() {
            return "Person[hidden]";
        }
    }

    String patientKey(Person person) {
        return secret.patientKey(issuers.canonical(person.issuer(), null), id(person));
    }

    private static String id(Person person) {
        String id = FactRules.text(person.patientId(), "patientId");
        if (PatientIds.normalise(id).isEmpty()) {
            throw new Rejected("patientId", "present");
        }
        return id;
    }

    /** Course id of a course that was stated without one: the same statement gives the same id. */
    static String courseId(String patientKey, ClinicalTime c1d1) {
        return EventId.of(List.of(patientKey, c1d1.toString()), "staging.course-id", "1")
                .toString();
    }

    /** @throws Rejected if any fact breaks a rule; then none is recorded */
    List<String> record(Person person, List<FactBody> bodies, @Nullable String user) {
        String key = patientKey(person);
        Instant now = clock.instant();
        List<ClinicalFact> facts = bodies.stream()
                .map(body -> rules.check(body, person.birthDate()))
                .map(body -> fact(key, body, user == null ? "unknown" : user, now))
                .toList();
        // The link is compacted by patient: what states no name must not replace the name ingest read from images.
        publisher.publish(person.name() == null ? null : link(key, person, now), facts);
        facts.forEach(fact -> metrics.factRecorded(kind(fact.body())));
        return facts.stream().map(ClinicalFact::factId).toList();
    }

    private static ClinicalFact fact(String key, FactBody body, String user, Instant now) {
        String id = EventId.of(
                        List.of(key, new String(Json.bytes(body), StandardCharsets.UTF_8)), "staging.fact-id", "1")
                .toString();
        return new ClinicalFact(id, key, now, user, "rest", body);
    }

    private PatientLinked link(String key, Person person, Instant now) {
        PatientIdentity identity = new PatientIdentity(
                issuers.canonical(person.issuer(), null),
                PatientIds.normalise(id(person)),
                person.name(),
                person.birthDate() == null ? null : person.birthDate().date(),
                null);
        return new PatientLinked(key, secret.seal(key, identity), "staging", now);
    }

    private static String kind(FactBody body) {
        return Json.mapper().valueToTree(body).path("kind").asText("unknown");
    }
}
