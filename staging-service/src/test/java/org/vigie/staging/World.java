package org.vigie.staging;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.vigie.contract.Json;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.imaging.PriorRequested;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;

/** Several patients whose keys write facts for each other, as the stream does; messages between two keys keep order. */
public final class World {
    private static final int MANY = 10_000;

    private final StagingPipeline pipeline = Patients.pipeline();
    private final Map<String, PatientState> states = new HashMap<>();
    private final Map<String, Deque<ClinicalFact>> waiting = new HashMap<>();
    private final List<AlertRaised> alerts = new ArrayList<>();
    private final List<PriorRequested> priors = new ArrayList<>();
    private final Random random;
    private int delivered;

    /** @param seed of the order in which waiting messages of different senders are delivered */
    public World(long seed) {
        this.random = new Random(seed);
    }

    public World fact(String key, String id, Instant at, FactBody body) {
        return told(key, pipeline.recorded(state(key), new ClinicalFact(id, key, at, "u", "rest", body), at), at);
    }

    public World study(String key, StudyMeasured study, Instant now) {
        return told(key, pipeline.measured(state(key), Patients.eventId(study), study, now), now);
    }

    public World merge(String from, String into, Instant at) {
        return fact(from, "merge-" + from + into, at, new LinkFact.PatientMerged(into, null));
    }

    public World unlink(String from, String into, Instant at) {
        return fact(from, "unlink-" + from + into, at, new LinkFact.PatientUnlinked(into, null));
    }

    /** Nothing came for a while. */
    public World clock(String key, Instant now) {
        return told(key, pipeline.timePassed(state(key), now), now);
    }

    private World told(String key, Evaluation evaluation, Instant now) {
        accept(key, evaluation);
        settle(now);
        return this;
    }

    private void accept(String key, Evaluation evaluation) {
        states.put(key, evaluation.state());
        alerts.addAll(evaluation.alerts());
        priors.addAll(evaluation.priors());
        for (ClinicalFact handover : evaluation.handovers()) {
            ClinicalFact read = Json.read(Json.bytes(handover), ClinicalFact.class);
            waiting.computeIfAbsent(key + ">" + read.patientKey(), pair -> new ArrayDeque<>())
                    .add(read);
        }
    }

    private void settle(Instant now) {
        int steps = 0;
        while (!waiting.isEmpty()) {
            if (++steps > MANY) {
                throw new AssertionError("keys write to each other without end");
            }
            delivered++;
            List<String> pairs = waiting.keySet().stream().sorted().toList();
            String pair = pairs.get(random.nextInt(pairs.size()));
            Deque<ClinicalFact> queue = Objects.requireNonNull(waiting.get(pair));
            ClinicalFact next = queue.remove();
            if (queue.isEmpty()) {
                waiting.remove(pair);
            }
            accept(next.patientKey(), pipeline.recorded(state(next.patientKey()), next, now));
        }
    }

    public PatientState state(String key) {
        return states.getOrDefault(key, PatientState.empty(key));
    }

    /** Everything ever said. */
    public List<AlertRaised> alerts() {
        return alerts;
    }

    public List<PriorRequested> priors() {
        return priors;
    }

    /** Messages between keys so far. */
    public int delivered() {
        return delivered;
    }

    /** What is open under a key: time-point, severity and kind. */
    public List<String> open(String key) {
        return state(key).alerts().values().stream()
                .filter(a -> a.state() == AlertRaised.State.RAISED || a.state() == AlertRaised.State.AMENDED)
                .map(a -> a.timePoint() + " " + a.severity() + " " + a.kind())
                .sorted()
                .toList();
    }

    /** How often people were told of a clinical alert. */
    public long told() {
        return alerts.stream()
                .filter(a -> a.category() == AlertRaised.Category.CLINICAL && a.notifies())
                .count();
    }
}
