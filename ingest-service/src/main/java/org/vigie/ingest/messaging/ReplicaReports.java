package org.vigie.ingest.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.contract.imaging.IntakeReported.Progress;
import org.vigie.contract.imaging.IntakeReported.SeriesAnnounced;
import org.vigie.contract.imaging.IntakeReported.StudyAnnounced;

/**
 * What this replica tells the assembly besides instances: what senders announced, and until when all it accepted is
 * published. The latter is taken before the end of the journal is looked at, so that it never claims too much.
 */
public final class ReplicaReports {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    /** Instances that wait for the broker; of 64 characters each some 50 MB. */
    static final int MAX_WAITING = 200_000;

    /** Instances of one event: 640 kB at most. */
    static final int MAX_PART = 5_000;

    private final String replica;
    private final Duration pause;
    private final InstantSource clock;
    private final ArrayDeque<StudyAnnounced> announced = new ArrayDeque<>();
    private int waiting;
    private @Nullable Mark mark;
    private Instant publishedUntil = Instant.EPOCH;
    private Instant saidAt = Instant.EPOCH;

    /** @param end position in the journal behind all that was accepted before {@code at} */
    private record Mark(Instant at, long end) {}

    /**
     * @param replica tells replicas apart, the same after a restart
     * @param seriesQuiet the shortest silence that makes a study complete; progress is said ten times as often
     */
    public ReplicaReports(String replica, Duration seriesQuiet, InstantSource clock) {
        Duration tenth = seriesQuiet.dividedBy(10);
        this.replica = replica;
        this.pause = tenth.compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : tenth.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : tenth;
        this.clock = clock;
    }

    /**
     * Remembers an announcement until it is published, in parts that any broker takes. It is a hint, so that of more than
     * {@value #MAX_WAITING} instances the oldest part is let go.
     *
     * @param seriesOfInstance SOP instance UID to series instance UID
     */
    public synchronized void announced(String studyUid, Map<String, String> seriesOfInstance) {
        Map<String, List<String>> series = new TreeMap<>();
        int size = 0;
        for (Map.Entry<String, String> instance : new TreeMap<>(seriesOfInstance).entrySet()) {
            series.computeIfAbsent(instance.getValue(), s -> new ArrayList<>()).add(instance.getKey());
            if (++size == MAX_PART) {
                add(studyUid, series);
                series = new TreeMap<>();
                size = 0;
            }
        }
        if (size > 0 || seriesOfInstance.isEmpty()) {
            add(studyUid, series);
        }
        while (waiting > MAX_WAITING) {
            drop(announced.removeFirst());
        }
    }

    private void add(String studyUid, Map<String, List<String>> series) {
        StudyAnnounced part = new StudyAnnounced(
                studyUid,
                series.entrySet().stream()
                        .map(s -> new SeriesAnnounced(s.getKey(), s.getValue()))
                        .toList());
        announced.addLast(part);
        waiting += weight(part);
    }

    private void drop(StudyAnnounced part) {
        waiting -= weight(part);
    }

    /** Even what names no instance takes room. */
    private static int weight(StudyAnnounced part) {
        return 1
                + part.series().stream()
                        .mapToInt(s -> 1 + s.sopInstanceUids().size())
                        .sum();
    }

    synchronized Optional<IntakeReported> nextAnnounced() {
        return Optional.ofNullable(announced.peekFirst())
                .map(study -> new IntakeReported(replica, clock.instant(), null, study));
    }

    synchronized void published(IntakeReported report) {
        StudyAnnounced part = report.announced();
        if (part != null && announced.removeFirstOccurrence(part)) {
            drop(part);
        }
    }

    /** To be called before a stretch of the journal is published. */
    void mark(LongSupplier end) {
        if (mark == null) {
            Instant at = clock.instant();
            mark = new Mark(at, end.getAsLong());
        }
    }

    /** What is to be said now, if anything. */
    Optional<IntakeReported> progress(long published) {
        Mark reached = mark;
        if (reached != null && published >= reached.end()) {
            publishedUntil = reached.at();
            mark = null;
        }
        Instant now = clock.instant();
        if (publishedUntil.equals(Instant.EPOCH) || now.isBefore(saidAt.plus(pause))) {
            return Optional.empty();
        }
        return Optional.of(new IntakeReported(replica, now, new Progress(publishedUntil, false), null));
    }

    void said(IntakeReported report) {
        saidAt = report.reportedAt();
    }

    /** That nobody need wait for this replica any more. */
    IntakeReported farewell() {
        Instant now = clock.instant();
        return new IntakeReported(replica, now, new Progress(now, true), null);
    }
}
