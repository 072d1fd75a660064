package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.ingest.domain.Assembly;
import org.vigie.ingest.domain.Assembly.Decision;
import org.vigie.ingest.domain.Comparison;
import org.vigie.ingest.domain.Expectations;
import org.vigie.ingest.domain.Silence;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.domain.StudyState.Announced;

/** Gathers instances per study and announces the study when the rules of {@link Assembly} say so. */
final class AssemblyProcessor implements Processor<String, byte[], String, byte[]> {
    private static final Logger LOG = Logger.getLogger(AssemblyProcessor.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(5);
    /** Of one look, so that a bucket that is away holds up no other study for long. */
    private static final int MOST_UNREAD = 5;

    private static final Duration UPLOAD_LOOK = Duration.ofMillis(500);

    private final Announcer announcer;
    private final AssemblyTopology.Timing timing;
    private @Nullable Task task;

    AssemblyProcessor(Announcer announcer, AssemblyTopology.Timing timing) {
        this.announcer = announcer;
        this.timing = timing;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        ReplicaProgress replicas = new ReplicaProgress(
                Objects.requireNonNull(context.getStateStore(AssemblyTopology.REPLICAS)), timing.absentAfter());
        Task opened = new Task(context, new StudyStores(context), replicas, announcer);
        context.schedule(
                timing.tick(), PunctuationType.WALL_CLOCK_TIME, at -> opened.lookAtDue(Instant.ofEpochMilli(at)));
        task = opened;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Task open = task;
        if (open == null) {
            throw new IllegalStateException("init comes first");
        }
        open.take(record);
    }

    private record Task(
            ProcessorContext<String, byte[]> context,
            StudyStores stores,
            ReplicaProgress replicas,
            Announcer announcer) {

        void take(Record<String, byte[]> record) {
            boolean report = context.recordMetadata()
                    .filter(from -> Topics.INTAKE_REPORTED.equals(from.topic()))
                    .isPresent();
            if (report) {
                hear(record);
            } else {
                receive(record);
            }
        }

        private void hear(Record<String, byte[]> record) {
            IntakeReported report;
            try {
                report = Json.read(record.value(), IntakeReported.class);
            } catch (MalformedEventException e) {
                deadLetter(record, e.getMessage(), AssemblyTopology.REPORTED_DEAD_LETTERS);
                return;
            }
            if (report.progress() != null) {
                replicas.add(report.replica(), report.progress());
            }
            if (report.announced() != null) {
                stores.expect(report.announced());
            }
        }

        private void receive(Record<String, byte[]> record) {
            InstanceStored instance;
            try {
                instance = Json.read(record.value(), InstanceStored.class);
            } catch (MalformedEventException e) {
                deadLetter(record, e.getMessage(), AssemblyTopology.DEAD_LETTERS);
                return;
            }
            String studyUid = record.key();
            if (!instance.studyUid().equals(studyUid)
                    && !instance.referencedStudyUids().contains(studyUid)) {
                deadLetter(record, "key is none of the event's studies", AssemblyTopology.DEAD_LETTERS);
                return;
            }
            Optional<ObjectRef> other = stores.otherObject(studyUid, instance);
            boolean otherEncoding = false;
            if (other.isPresent()) {
                Comparison comparison = announcer.compare(other.get(), instance.object());
                otherEncoding = comparison == Comparison.SAME;
                if (comparison == Comparison.NOT_COMPARED && !instance.conflicting()) {
                    stores.addUncompared(studyUid, conflicting(instance));
                    if (OutboxHeaders.read(record.headers(), OutboxHeaders.AGAIN) != null) {
                        repeat(studyUid);
                    }
                    return;
                }
                if (!otherEncoding && !instance.conflicting()) {
                    instance = conflicting(instance);
                }
            }
            if (!otherEncoding && stores.addInstance(studyUid, instance)) {
                StudyState before = stores.study(studyUid);
                boolean unknown = "unknown".equals(OutboxHeaders.read(record.headers(), OutboxHeaders.PATIENT));
                String traceparent = OutboxHeaders.read(record.headers(), EventHeaders.TRACEPARENT);
                Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
                stores.put(
                        before,
                        announcer
                                .assembly()
                                .add(before, studyUid, instance, new Assembly.Context(now, unknown, traceparent)));
            } else if (OutboxHeaders.read(record.headers(), OutboxHeaders.AGAIN) != null) {
                repeat(studyUid);
            }
        }

        private static InstanceStored conflicting(InstanceStored e) {
            return new InstanceStored(
                    e.patientKey(),
                    e.studyUid(),
                    e.seriesUid(),
                    e.sopInstanceUid(),
                    e.sopClassUid(),
                    e.transferSyntaxUid(),
                    e.modality(),
                    e.object(),
                    e.callingAe(),
                    e.receivedAt(),
                    e.studyTime(),
                    e.used(),
                    true,
                    e.referencedStudyUids(),
                    e.dwiFrames(),
                    e.protocolFacts());
        }

        /** The ready event is not in the topic although it was written once: the same event again, under the same id. */
        private void repeat(String studyUid) {
            StudyState study = stores.study(studyUid);
            if (study == null || study.round() != null || study.announced() == null) {
                return;
            }
            try {
                forward(announcer.repeat(study, stores.instances(studyUid)));
            } catch (IOException unwritable) {
                LOG.errorf(
                        "manifest not writable, the study is announced again at the next start: %s",
                        unwritable.getClass().getSimpleName());
            }
        }

        private void forward(Announcer.Announcement said) {
            Headers headers = new RecordHeaders();
            OutboxHeaders.write(headers, said.headers());
            context.forward(
                    new Record<>(
                            said.event().patientKey(),
                            Json.bytes(said.event()),
                            context.currentSystemTimeMs(),
                            headers),
                    AssemblyTopology.READY);
        }

        void lookAtDue(Instant now) {
            Silence silence = new Silence(now, announcer.idleFloor(), replicas.silentUntil(now));
            announcer.metrics().silenceKnown(Duration.between(silence.until(), now));
            for (String studyUid : stores.due(now)) {
                StudyState study = stores.study(studyUid);
                if (study != null && study.round() != null) {
                    lookAt(study, silence);
                }
            }
        }

        private void lookAt(StudyState study, Silence silence) {
            List<InstanceStored> instances = new ArrayList<>();
            Expectations expected = stores.expected(study.studyUid());
            // Read only when the decision needs them, which every announcement does.
            Decision decision = announcer.assembly().decide(study, silence, () -> {
                instances.addAll(stores.instances(study.studyUid()));
                return announcer.protocols().check(instances, expected);
            });
            switch (decision) {
                case Decision.Wait(Instant dueAt) -> stores.put(study, study.dueAt(dueAt));
                case Decision.Ready ready
                when compareAgain(study, silence.now()) ->
                    lookAt(Objects.requireNonNull(stores.study(study.studyUid())), silence);
                case Decision.Ready ready -> {
                    announce(study, withUncompared(study, ready), instances, silence.now());
                    if (isMet(expected, instances)) {
                        stores.forget(study.studyUid(), expected);
                    }
                }
                // Only other studies' objects so far: the study's own first instance opens the round again.
                case Decision.Nothing() -> stores.put(study, study.dueAt(Instant.ofEpochMilli(Long.MAX_VALUE)));
            }
        }

        /** True if something is now known to contradict: the study is another one. */
        private boolean compareAgain(StudyState study, Instant now) {
            StudyState state = study;
            int unread = 0;
            for (InstanceStored kept : stores.uncompared(study.studyUid())) {
                Optional<ObjectRef> other = stores.otherObject(study.studyUid(), kept);
                Comparison comparison =
                        other.map(o -> announcer.compare(o, kept.object())).orElse(Comparison.SAME);
                if (comparison == Comparison.NOT_COMPARED) {
                    if (++unread == MOST_UNREAD) {
                        break;
                    }
                    continue;
                }
                stores.forgetUncompared(study.studyUid(), kept);
                if (comparison == Comparison.OTHER && stores.addInstance(study.studyUid(), kept)) {
                    StudyState after = announcer
                            .assembly()
                            .add(state, study.studyUid(), kept, new Assembly.Context(now, false, null));
                    stores.put(state, after);
                    state = after;
                }
            }
            return state.conflicts() != study.conflicts();
        }

        private Decision.Ready withUncompared(StudyState study, Decision.Ready ready) {
            int left = stores.uncompared(study.studyUid()).size();
            if (left == 0) {
                return ready;
            }
            List<String> reasons = new ArrayList<>(ready.reasons());
            reasons.add(Reason.of(ReasonCode.INVALID_VALUE, left + " instances not compared")
                    .toString());
            return new Decision.Ready(ready.completeness(), ready.incomplete(), reasons);
        }

        private static boolean isMet(Expectations expected, List<InstanceStored> instances) {
            return expected.missing(instances.stream()
                            .map(InstanceStored::sopInstanceUid)
                            .collect(Collectors.toSet()))
                    .isEmpty();
        }

        private void announce(StudyState study, Decision.Ready ready, List<InstanceStored> instances, Instant now) {
            try {
                Optional<Announcer.Announcement> shared = announcer.announce(study, ready, instances, now);
                if (shared.isEmpty()) {
                    stores.put(study, study.dueAt(now.plus(UPLOAD_LOOK)));
                    return;
                }
                Announcer.Announcement said = shared.get();
                forward(said);
                stores.put(
                        study,
                        study.announcing(new Announced(
                                said.event().revision(),
                                now,
                                study.instances(),
                                ready.completeness(),
                                said.event().incomplete(),
                                said.event().reasons())));
            } catch (IOException unwritable) {
                LOG.errorf(
                        "manifest not writable, will try again: %s",
                        unwritable.getClass().getSimpleName());
                stores.put(study, study.dueAt(now.plus(STORE_RETRY)));
            }
        }

        private void deadLetter(Record<String, byte[]> record, @Nullable String reason, String where) {
            announcer.metrics().deadLettered();
            OutboxHeaders.put(record.headers(), "vigie_reason", reason == null ? "unreadable" : reason);
            context.forward(record, where);
        }
    }
}
