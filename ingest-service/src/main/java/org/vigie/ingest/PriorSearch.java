package org.vigie.ingest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.identity.PatientIdentity;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.ingest.dicom.Archive;
import org.vigie.ingest.dicom.Archive.Fetched;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.PriorSearchState.State;
import org.vigie.ingest.storage.PriorLedger;

/**
 * Asks the archives for an earlier study, once: a request has one end, within one time-out, and what comes goes the way of
 * every other instance.
 */
public final class PriorSearch {
    private static final Logger LOG = Logger.getLogger(PriorSearch.class);
    private static final String RESUMED = "RESUMED";

    private final Map<String, Archive.Source> archives;
    private final PriorLedger ledger;
    private final Function<String, Optional<PatientIdentity>> identities;
    private final Limits limits;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    /** How much and how long. */
    record Limits(int maxStudies, Duration timeout, Duration suppress, String modality) {}

    /** @param archives by name; opened for each request */
    PriorSearch(
            Map<String, Archive.Source> archives,
            PriorLedger ledger,
            Function<String, Optional<PatientIdentity>> identities,
            Limits limits,
            IngestMetrics metrics,
            InstantSource clock) {
        this.archives = new TreeMap<>(archives);
        this.ledger = ledger;
        this.identities = identities;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Works a request off; on return its end is durable.
     *
     * @throws IOException if the ledger cannot be written: the request must come again
     */
    public PriorSearchState answer(PriorRequested request) throws IOException {
        Optional<PriorSearchState> before = ledger.find(request.requestId());
        if (before.isPresent() && before.get().isEnd()) {
            return before.get();
        }
        PriorSearchState asked = new PriorSearchState(
                request.requestId(),
                request.patientKey(),
                request.from(),
                request.to(),
                State.WAITING_PRIOR,
                null,
                List.of(),
                0,
                0,
                null,
                request.requestedAt(),
                clock.instant());
        PriorSearchState end = before.filter(b -> RESUMED.equals(b.reason())).isPresent()
                // Twice it was cut off with the process, or killed it; a third time would make a loop.
                ? asked.ended(State.FAILED, "INTERRUPTED", clock.instant())
                : searched(before.isPresent() ? asked.ended(State.WAITING_PRIOR, RESUMED, clock.instant()) : asked);
        ledger.put(end);
        metrics.priorAnswered(end.state(), end.instances(), end.refused());
        LOG.infof("prior request %s: %s, %d instances", end.requestId(), end.state(), end.instances());
        return end;
    }

    private PriorSearchState searched(PriorSearchState asked) throws IOException {
        if (ledger.similar(asked, limits.suppress(), clock.instant()).isPresent()) {
            return asked.ended(State.SUPPRESSED, "ASKED_BEFORE", clock.instant());
        }
        if (archives.isEmpty()) {
            return asked.ended(State.FAILED, "NO_ARCHIVE", clock.instant());
        }
        ledger.put(asked);
        Optional<PatientIdentity> patient = identities.apply(asked.patientKey());
        if (patient.isEmpty() || patient.get().patientId().isEmpty()) {
            return asked.ended(State.FAILED, "NO_IDENTITY", clock.instant());
        }
        Archive.Query query = new Archive.Query(
                patient.get().patientId(), asked.from(), asked.to(), limits.modality(), limits.maxStudies());
        return withinTime(asked, query);
    }

    private PriorSearchState withinTime(PriorSearchState asked, Archive.Query query) throws IOException {
        Attempt attempt = new Attempt(ledger);
        FutureTask<PriorSearchState> task = new FutureTask<>(() -> ask(attempt, asked, query));
        Thread.ofVirtual().name("prior-search").start(task);
        try {
            return task.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            attempt.end();
            return ledger.find(asked.requestId())
                    .orElse(asked)
                    .ended(State.TIMED_OUT, "after " + limits.timeout().toMillis() + " ms", clock.instant());
        } catch (InterruptedException e) {
            attempt.end();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopping");
        } catch (ExecutionException | CancellationException e) {
            return asked.ended(State.FAILED, "UNEXPECTED", clock.instant());
        }
    }

    private PriorSearchState ask(Attempt attempt, PriorSearchState asked, Archive.Query query)
            throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<String, Archive.Source> entry : archives.entrySet()) {
            if (attempt.isOver()) {
                break;
            }
            try (Archive archive = entry.getValue().open()) {
                attempt.uses(archive);
                List<String> found = archive.find(query);
                if (found.isEmpty()) {
                    reasons.add(entry.getKey() + " has none");
                    continue;
                }
                PriorSearchState fetched = fetch(attempt, asked, entry.getKey(), archive, found, reasons);
                if (fetched.isEnd()) {
                    return fetched;
                }
            } catch (IOException e) {
                reasons.add(entry.getKey() + ": " + rule(e));
            }
        }
        boolean failed = reasons.stream().anyMatch(r -> !r.endsWith(" has none"));
        return asked.ended(failed ? State.FAILED : State.NONE, String.join("; ", reasons), clock.instant());
    }

    private PriorSearchState fetch(
            Attempt attempt,
            PriorSearchState asked,
            String name,
            Archive archive,
            List<String> found,
            List<String> reasons)
            throws IOException, InterruptedException {
        List<String> wanted = found.subList(0, Math.min(limits.maxStudies(), found.size()));
        // Before the first image, so that the study is known as a prior when it is complete.
        attempt.put(asked.fetched(name, wanted, 0, 0));
        int stored = 0;
        int refused = 0;
        for (String study : wanted) {
            if (attempt.isOver()) {
                break;
            }
            try {
                Fetched one = archive.fetch(study, asked.patientKey());
                stored += one.stored();
                refused += one.refused();
            } catch (IOException e) {
                reasons.add(name + ": " + rule(e));
            }
        }
        if (refused > 0) {
            reasons.add(name + ": " + refused + " instances refused, see quarantine");
        }
        if (found.size() > wanted.size()) {
            reasons.add(name + " has more than " + wanted.size() + " studies");
        }
        return stored == 0
                ? asked
                : asked.fetched(name, wanted, stored, refused)
                        .ended(State.FOUND, reasons.isEmpty() ? null : String.join("; ", reasons), clock.instant());
    }

    /**
     * One search under way. It is never ended by an interrupt, which would reach it in the middle of an instance: what it
     * has begun to store it stores, and its archive answers no more.
     */
    private static final class Attempt {
        private final PriorLedger ledger;
        private boolean over;
        private @Nullable Archive archive;

        Attempt(PriorLedger ledger) {
            this.ledger = ledger;
        }

        synchronized boolean isOver() {
            return over;
        }

        /** From now on the archive is closed when the attempt ends. */
        synchronized void uses(Archive opened) {
            archive = opened;
            if (over) {
                opened.close();
            }
        }

        /** What comes too late changes nothing of what was answered. */
        synchronized void put(PriorSearchState state) throws IOException {
            if (!over) {
                ledger.put(state);
            }
        }

        void end() {
            Archive open;
            synchronized (this) {
                over = true;
                open = archive;
            }
            if (open != null) {
                open.close();
            }
        }
    }

    /** Our own texts name no patient; those of libraries may. */
    private static String rule(IOException e) {
        return e instanceof Archive.ArchiveException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }
}
