package org.vigie.staging.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.LinkFact;

/** Merges and unlinks patients: one fact under the source key, from which all else follows in the stream. */
@ApplicationScoped
public class PatientLinks {
    private final FactPublisher publisher;
    private final Clock clock;

    public PatientLinks(FactPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * States that both keys are one person, read under {@code intoKey}; stating it again changes nothing.
     *
     * @param statedAt when the source said so
     * @param by user or system id
     * @param source {@code rest}, {@code hl7}
     * @throws IllegalArgumentException if both keys are the same
     * @throws IntakeUnavailableException if the broker did not confirm in time
     */
    public String merge(String fromKey, String intoKey, Instant statedAt, String by, String source) {
        return merge(fromKey, intoKey, statedAt, by, source, null);
    }

    /**
     * As above.
     *
     * @param reason for the record
     */
    public String merge(
            String fromKey, String intoKey, Instant statedAt, String by, String source, @Nullable String reason) {
        different(fromKey, intoKey);
        return publish("merge", fromKey, statedAt, by, source, new LinkFact.PatientMerged(intoKey, reason), intoKey);
    }

    /** Takes a merge back; without one it is on record and changes nothing. */
    public String unlink(String fromKey, String intoKey, Instant statedAt, String by, String source) {
        return unlink(fromKey, intoKey, statedAt, by, source, null);
    }

    /**
     * As above.
     *
     * @param reason for the record
     */
    public String unlink(
            String fromKey, String intoKey, Instant statedAt, String by, String source, @Nullable String reason) {
        different(fromKey, intoKey);
        return publish("unlink", fromKey, statedAt, by, source, new LinkFact.PatientUnlinked(intoKey, reason), intoKey);
    }

    private static void different(String fromKey, String intoKey) {
        if (fromKey.equals(intoKey)) {
            throw new IllegalArgumentException("source and target are the same patient");
        }
    }

    private String publish(
            String act, String key, Instant statedAt, String by, String source, LinkFact body, String target) {
        String id =
                EventId.of(List.of(key, target, act), "staging.link-fact", "1").toString();
        publisher.publish(
                List.of(), List.of(new ClinicalFact(id, key, clock.instant(), by, source, body, statedAt, null)));
        return id;
    }
}
