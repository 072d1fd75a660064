package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.ingest.domain.PriorSearchState;
import org.vigie.ingest.domain.PriorSearchState.State;

/** Every request for an earlier study and what became of it; durable, so that none is worked off twice. */
public final class PriorLedger implements AutoCloseable {
    private final DurableLog<PriorSearchState> log;
    private final Map<String, PriorSearchState> byRequest = new LinkedHashMap<>();

    public PriorLedger(Path file) throws IOException {
        this.log = new DurableLog<>(file, PriorSearchState.class, () -> {});
        log.read(0, Integer.MAX_VALUE).entries().forEach(p -> remember(p.value()));
    }

    /** Durable on return. */
    public synchronized void put(PriorSearchState state) throws IOException {
        log.append(state);
        remember(state);
    }

    public synchronized Optional<PriorSearchState> find(String requestId) {
        return Optional.ofNullable(byRequest.get(requestId));
    }

    /** A request that was answered, about the same patient and days, made no longer ago than so. */
    public synchronized Optional<PriorSearchState> similar(PriorSearchState asked, Duration within, Instant now) {
        return byRequest.values().stream()
                .filter(s -> !s.requestId().equals(asked.requestId()) && s.state() != State.SUPPRESSED)
                .filter(s -> s.patientKey().equals(asked.patientKey())
                        && s.from().equals(asked.from())
                        && s.to().equals(asked.to()))
                .filter(s -> s.changedAt().plus(within).isAfter(now))
                .findFirst();
    }

    /** True if a study came because it was asked for. */
    public synchronized boolean isPrior(String studyUid) {
        return byRequest.values().stream().anyMatch(s -> s.studyUids().contains(studyUid));
    }

    /** The last changed first. */
    public synchronized List<PriorSearchState> latest(int max) {
        return List.copyOf(byRequest.values()).reversed().stream().limit(max).toList();
    }

    public synchronized long waiting() {
        return byRequest.values().stream().filter(s -> !s.isEnd()).count();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void remember(PriorSearchState state) {
        byRequest.remove(state.requestId());
        byRequest.put(state.requestId(), state);
    }
}
