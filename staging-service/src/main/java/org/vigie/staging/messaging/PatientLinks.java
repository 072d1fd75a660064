package org.vigie.staging.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.LinkFact;

/** Merges and unlinks patients: one fact under the source key, from which all else follows in the stream. */
@ApplicationScoped
public class PatientLinks {
    private static final int REMEMBERED_PATIENTS = 500;

    private final FactPublisher publisher;
    private final Clock clock;
    private final Map<String, List<ClinicalFact>> underway = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ClinicalFact>> eldest) {
            return size() > REMEMBERED_PATIENTS;
        }
    };

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
     * @param reason for the record
     * @throws IllegalArgumentException if both keys are the same
     * @throws IntakeUnavailableException if the broker did not confirm in time
     */
    public String merge(
            String fromKey, String intoKey, Instant statedAt, String by, String source, @Nullable String reason) {
        different(fromKey, intoKey);
        return publish("merge", fromKey, statedAt, by, source, new LinkFact.PatientMerged(intoKey, reason), intoKey);
    }

    /**
     * Takes a merge back; without one it is on record and changes nothing.
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
        ClinicalFact fact = new ClinicalFact(id, key, clock.instant(), by, source, body, statedAt, null);
        publisher.publish(List.of(), List.of(fact));
        synchronized (underway) {
            underway.computeIfAbsent(key, from -> new ArrayList<>()).add(fact);
        }
        return id;
    }

    /** What was stated here lately about the links of a key, and may still be on its way to its timeline. */
    public List<ClinicalFact> underway(String patientKey) {
        synchronized (underway) {
            return List.copyOf(underway.getOrDefault(patientKey, List.of()));
        }
    }

    /** Keys that were merged into one here lately, whose facts may still be on their way to it. */
    public List<String> mergedInto(String patientKey) {
        synchronized (underway) {
            return underway.entrySet().stream()
                    .filter(entry -> entry.getValue().getLast().body() instanceof LinkFact.PatientMerged merged
                            && merged.targetKey().equals(patientKey))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
