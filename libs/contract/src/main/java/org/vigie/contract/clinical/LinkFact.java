package org.vigie.contract.clinical;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * Two keys of one person, and what follows from it. People state {@link PatientMerged} and {@link PatientUnlinked} under
 * the source key; staging then writes the rest under the target key, so that a merge can be undone and a rebuild from
 * the topics gives the same.
 */
public sealed interface LinkFact extends FactBody {
    /** The patient of this key is the person of {@code targetKey}: facts and measurements are read there. */
    record PatientMerged(String targetKey, @Nullable String reason) implements LinkFact {}

    /** That was wrong, or holds no longer. */
    record PatientUnlinked(String targetKey, @Nullable String reason) implements LinkFact {}

    /**
     * @param path keys the fact came by, its origin first
     * @param firstStatedAt when the same was first stated under its origin, null: when {@code fact} was
     */
    record AdoptedFact(
            List<String> path, ClinicalFact fact, @Nullable Instant firstStatedAt) implements LinkFact {
        public AdoptedFact(List<String> path, ClinicalFact fact) {
            this(path, fact, null);
        }
    }

    /**
     * @param path keys the measurement came by, its origin first
     * @param eventId {@code ce_id} of the measurement
     */
    record AdoptedStudy(List<String> path, String eventId, StudyMeasured study) implements LinkFact {}

    /** What people were told under another key: the same is not told to them again under this one. */
    record AdoptedAlert(List<String> path, AlertRaised alert) implements LinkFact {}

    /**
     * What another key hands over or takes back, at once, so that no half of it is ever assessed.
     *
     * @param facts adopted facts, studies, alerts and links, and retractions of such
     * @param more the rest follows
     */
    record HandedOver(List<ClinicalFact> facts, boolean more) implements LinkFact {}

    /** Who is linked to this key, directly or through others: a loop is seen by it. */
    record LinkSeen(List<Hop> path) implements LinkFact {}

    /** @param at when the link of {@code patientKey} to the next key of the path was stated */
    record Hop(String patientKey, Instant at) {}
}
