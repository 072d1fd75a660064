package org.vigie.diffusion;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.contract.imaging.StudyMeasured.Outcome;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.diffusion.StudyFindings.Finding;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.ObjectStore;

/** A study that is ready becomes a study that is measured; pictures go to the store, the event carries claim checks. */
public final class DiffusionPipeline {
    private static final String WRITER = "diffusion";

    private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(2);

    private final ObjectStore store;
    private final ManifestObjects objects;
    private final StudyMeasurer measurer;
    private final Duration allowed;
    private final InstantSource clock;

    /** Reads instances within the default limits. */
    public DiffusionPipeline(ObjectStore store, StudyMeasurer measurer, Duration allowed, InstantSource clock) {
        this(store, ParserLimits.DEFAULT, measurer, allowed, clock);
    }

    /** @param limits of each instance */
    public DiffusionPipeline(
            ObjectStore store, ParserLimits limits, StudyMeasurer measurer, Duration allowed, InstantSource clock) {
        this.store = store;
        this.objects = new ManifestObjects(store, limits);
        this.measurer = measurer;
        this.allowed = allowed;
        this.clock = clock;
    }

    /**
     * Measures a study.
     *
     * @throws IOException if the store fails or does not have an object: to be tried again
     */
    public StudyMeasured measure(StudyReady ready, String readyEventId) throws IOException {
        Deadline deadline = new Deadline(clock, allowed);
        StudyManifest manifest = Json.read(store.read(ready.manifest()), StudyManifest.class);
        StudyFindings findings;
        try {
            findings = measurer.measure(objects.of(manifest), deadline);
        } catch (OutOfMemoryError e) {
            findings = StudyFindings.without(Outcome.FAILED, List.of(Reason.of(ReasonCode.BUDGET_EXCEEDED, "memory")));
        }
        List<LesionAdc> lesions = new ArrayList<>();
        IdentityHashMap<byte[], ObjectRef> stored = new IdentityHashMap<>();
        for (Finding finding : findings.lesions()) {
            lesions.add(withObjects(finding.lesion(), put(finding.picture(), stored), put(finding.map(), stored)));
        }
        // What an event points at can be read wherever the event is.
        store.awaitShared(stored.values(), UPLOAD_PATIENCE);
        return result(ready, readyEventId, findings, lesions);
    }

    /** The answer to a study that was given out as often as may be and never finished. Computes nothing. */
    public StudyMeasured exhausted(StudyReady ready, String readyEventId) {
        return result(
                ready,
                readyEventId,
                StudyFindings.without(Outcome.FAILED, List.of(Reason.of(ReasonCode.DELIVERIES_EXHAUSTED))),
                List.of());
    }

    private StudyMeasured result(
            StudyReady ready, String readyEventId, StudyFindings findings, List<LesionAdc> lesions) {
        List<Reason> reasons = new ArrayList<>(findings.reasons());
        if (ready.incomplete()) {
            reasons.add(Reason.of(ReasonCode.STUDY_INCOMPLETE));
        }
        return new StudyMeasured(
                ready.patientKey(),
                ready.studyUid(),
                ready.revision(),
                ready.studyTime(),
                ready.lastReceivedAt(),
                findings.outcome(),
                ready.incomplete(),
                lesions,
                findings.flags(),
                List.copyOf(reasons),
                ready.manifest(),
                readyEventId,
                Algorithm.VERSION,
                clock.instant());
    }

    private @Nullable ObjectRef put(Optional<byte[]> bytes, IdentityHashMap<byte[], ObjectRef> stored)
            throws IOException {
        if (bytes.isEmpty()) {
            return null;
        }
        ObjectRef known = stored.get(bytes.get());
        ObjectRef ref = known == null ? store.put(WRITER, bytes.get()) : known;
        stored.put(bytes.get(), ref);
        return ref;
    }

    private static LesionAdc withObjects(LesionAdc lesion, @Nullable ObjectRef picture, @Nullable ObjectRef map) {
        return new LesionAdc(
                lesion.trackingUid(),
                lesion.label(),
                lesion.roi(),
                lesion.acquisition(),
                lesion.measurements(),
                picture,
                lesion.position(),
                lesion.quality(),
                map);
    }
}
