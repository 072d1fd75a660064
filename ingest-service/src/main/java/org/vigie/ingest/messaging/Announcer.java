package org.vigie.ingest.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.ingest.IngestMetrics;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.Assembly.Decision;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.Manifests;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.domain.StudyState.Announced;
import org.vigie.ingest.mr.ProtocolCheck;
import org.vigie.store.ObjectStore;

/** Writes the manifest of a revision and makes its event. Doing so twice gives the same. */
public final class Announcer {
    static final String REPROCESS = "reprocess";
    /** What archives are named by as senders, before their own name. */
    public static final String PRIOR_SENDER = "PRIOR:";

    private final ObjectStore store;
    private final Assembly assembly;
    private final ProtocolCheck protocols;
    private final Predicate<String> priors;
    private final IdleFloor floor;
    private final BiFunction<ObjectRef, ObjectRef, Comparison> contents;
    private final IngestMetrics metrics;

    /**
     * @param priors true for a study that came because it was asked for
     * @param contents compares objects that may hold the same data set in another encoding
     */
    public Announcer(
            ObjectStore store,
            Assembly assembly,
            ProtocolCheck protocols,
            Predicate<String> priors,
            IdleFloor floor,
            BiFunction<ObjectRef, ObjectRef, Comparison> contents,
            IngestMetrics metrics) {
        this.store = store;
        this.assembly = assembly;
        this.protocols = protocols;
        this.priors = priors;
        this.floor = floor;
        this.contents = contents;
        this.metrics = metrics;
    }

    Assembly assembly() {
        return assembly;
    }

    ProtocolCheck protocols() {
        return protocols;
    }

    Instant idleFloor() {
        return floor.get();
    }

    Comparison compare(ObjectRef a, ObjectRef b) {
        return contents.apply(a, b);
    }

    IngestMetrics metrics() {
        return metrics;
    }

    record Announcement(StudyReady event, EventHeaders headers) {}

    /**
     * Empty as long as not everything the revision lists can be read by every reader of the store: an upload is then under
     * way, and the study is to be looked at again.
     */
    Optional<Announcement> announce(StudyState study, Decision.Ready ready, List<InstanceStored> instances, Instant now)
            throws IOException {
        StudyState.Round round = Objects.requireNonNull(study.round(), "only changed studies are announced");
        String patientKey = Objects.requireNonNull(study.patientKey(), "a study with instances has a patient");
        List<String> reasons = new ArrayList<>(ready.reasons());
        if (Manifests.leavesOut(study, patientKey, instances)) {
            reasons.add(
                    Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "referring object").toString());
        }
        StudyManifest manifest = Manifests.of(study, patientKey, instances);
        if (!isShared(manifest)) {
            return Optional.empty();
        }
        metrics.ready(ready.completeness(), ready.incomplete());
        return Optional.of(announcement(
                study,
                manifest,
                instances,
                new Announced(
                        manifest.revision(),
                        now,
                        study.instances(),
                        ready.completeness(),
                        ready.incomplete(),
                        List.copyOf(reasons)),
                round.listsAllChanges() ? List.copyOf(round.changedSeriesUids()) : seriesUids(manifest)));
    }

    private boolean isShared(StudyManifest manifest) throws IOException {
        List<ObjectRef> refs = new ArrayList<>();
        refs.add(store.put("ingest", Json.bytes(manifest)));
        manifest.series().forEach(s -> s.instances().forEach(i -> refs.add(i.object())));
        return store.share(refs);
    }

    /** What was said last, word for word but for the list of changes, which is then of all series. */
    Announcement repeat(StudyState study, List<InstanceStored> instances) throws IOException {
        Announced said = Objects.requireNonNull(study.announced(), "only what was said can be repeated");
        String patientKey = Objects.requireNonNull(study.patientKey(), "a study with instances has a patient");
        StudyManifest manifest = Manifests.of(study, patientKey, instances, said.revision());
        return announcement(study, manifest, instances, said, seriesUids(manifest));
    }

    private Announcement announcement(
            StudyState study,
            StudyManifest manifest,
            List<InstanceStored> instances,
            Announced said,
            List<String> changed)
            throws IOException {
        ObjectRef ref = store.put("ingest", Json.bytes(manifest));
        store.bind("manifests/" + manifest.patientKey() + "/" + sha256(study.studyUid()), ref);
        StudyReady event = new StudyReady(
                manifest.patientKey(),
                study.studyUid(),
                manifest.revision(),
                study.studyTime(),
                study.firstReceivedAt(),
                study.lastReceivedAt(),
                said.readyAt(),
                ref,
                Manifests.counts(manifest),
                changed,
                said.completeness(),
                said.incomplete(),
                said.reasons(),
                isPrior(study, instances) ? Boolean.TRUE : null);
        String id = EventId.of(
                        List.of(study.studyUid(), Integer.toString(manifest.revision()), ref.sha256()),
                        "ingest.ready",
                        "1")
                .toString();
        return new Announcement(
                event, new EventHeaders(id, Topics.STUDY_READY, "ingest", said.readyAt(), study.traceparent(), null));
    }

    /** Because it was asked for, or because all of it came from an archive that was asked. */
    private boolean isPrior(StudyState study, List<InstanceStored> instances) {
        return priors.test(study.studyUid())
                || instances.stream()
                        .filter(i -> i.studyUid().equals(study.studyUid()))
                        .allMatch(i -> i.callingAe().startsWith(PRIOR_SENDER));
    }

    private static List<String> seriesUids(StudyManifest manifest) {
        return manifest.series().stream()
                .map(StudyManifest.Series::seriesUid)
                .distinct()
                .toList();
    }

    /**
     * The last announcement once more, for a run of reprocessing: the same revision and manifest under an id of the run,
     * {@code ce_reason} {@code reprocess}, so that no reader takes it for a redelivery.
     *
     * @return empty if the study was never announced
     */
    Optional<Announcement> again(StudyState study, String runId, Instant now) throws IOException {
        StudyState.Announced said = study.announced();
        String patientKey = study.patientKey();
        if (said == null || patientKey == null) {
            return Optional.empty();
        }
        Optional<ObjectRef> bound = store.resolve("manifests/" + patientKey + "/" + sha256(study.studyUid()));
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        ObjectRef ref = bound.get();
        StudyManifest manifest = Json.read(store.read(ref), StudyManifest.class);
        StudyReady event = new StudyReady(
                patientKey,
                study.studyUid(),
                manifest.revision(),
                study.studyTime(),
                study.firstReceivedAt(),
                study.lastReceivedAt(),
                now,
                ref,
                Manifests.counts(manifest),
                seriesUids(manifest),
                said.completeness(),
                said.incomplete(),
                said.reasons());
        String id = EventId.of(
                        List.of(study.studyUid(), Integer.toString(manifest.revision()), ref.sha256(), runId),
                        "ingest.reprocess",
                        "1")
                .toString();
        return Optional.of(new Announcement(
                event, new EventHeaders(id, Topics.STUDY_READY, "ingest", now, study.traceparent(), REPROCESS)));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
