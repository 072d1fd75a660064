package org.vigie.ingest.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingDeque;
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
    private static final int MAX_WAITING = 1_000;

    private final String replica;
    private final Duration pause;
    private final InstantSource clock;
    private final LinkedBlockingDeque<StudyAnnounced> announced = new LinkedBlockingDeque<>(MAX_WAITING);
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
     * Remembers an announcement until it is published; of more than a thousand the oldest is let go, it is a hint.
     *
     * @param seriesOfInstance SOP instance UID to series instance UID
     */
    public void announced(String studyUid, Map<String, String> seriesOfInstance) {
        Map<String, List<String>> series = new TreeMap<>();
        seriesOfInstance.forEach((instance, of) ->
                series.computeIfAbsent(of, s -> new ArrayList<>()).add(instance));
        StudyAnnounced study = new StudyAnnounced(
                studyUid,
                series.entrySet().stream()
                        .map(s -> new SeriesAnnounced(s.getKey(), s.getValue()))
                        .toList());
        while (!announced.offerLast(study)) {
            announced.pollFirst();
        }
    }

    Optional<IntakeReported> nextAnnounced() {
        return Optional.ofNullable(announced.peekFirst())
                .map(study -> new IntakeReported(replica, clock.instant(), null, study));
    }

    void published(IntakeReported report) {
        announced.removeFirstOccurrence(report.announced());
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
