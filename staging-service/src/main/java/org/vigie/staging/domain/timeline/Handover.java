package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.AlertRaised;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.LinkFact.Hop;

/**
 * Keeps what stands under the target key of a link equal to what this key holds: the difference between what was handed
 * over and what should be leaves as messages. Merge, unlink, a merge elsewhere, a correction and a study that comes
 * later are all the same difference.
 */
public final class Handover {
    /** Flag of an alert that was closed because its patient is read under another key. */
    public static final String MERGED = "patient-merged";

    /** {@link ClinicalFact#source()} of what is handed over. */
    static final String SOURCE = "link";

    private static final int MAX_WEIGHT = 60;

    private final PatientTimeline timeline;
    private final String me;
    private final Collection<AlertRaised> alerts;

    private Handover(PatientTimeline timeline, Collection<AlertRaised> alerts) {
        this.timeline = timeline;
        this.me = timeline.patientKey();
        this.alerts = alerts;
    }

    /**
     * @param handed by id of the adopted fact
     * @param messages facts for other keys, in the order in which they must be written
     */
    public record Result(Map<String, Handed> handed, List<ClinicalFact> messages) {}

    private record Content(FactBody body, String digest, int weight) {}

    /** @param alerts last versions, before this evaluation closed any of them */
    public static Result reconcile(
            PatientTimeline timeline, Collection<AlertRaised> alerts, Map<String, Handed> handed, Instant now) {
        PatientLink link = timeline.link();
        if (link == null && handed.isEmpty()) {
            return new Result(handed, List.of());
        }
        Map<String, Content> desired = link == null ? Map.of() : new Handover(timeline, alerts).desired(link);
        return difference(timeline.patientKey(), link == null ? null : link.targetKey(), desired, handed, now);
    }

    private static Result difference(
            String me, @Nullable String target, Map<String, Content> desired, Map<String, Handed> handed, Instant now) {
        Map<String, Handed> after = new TreeMap<>(handed);
        Map<String, List<ClinicalFact>> byTarget = new LinkedHashMap<>();
        Map<String, Integer> weights = new LinkedHashMap<>();
        handed.forEach((id, was) -> {
            if (!was.isTakenBack() && !desired.containsKey(id)) {
                Instant at = after(was.at(), now);
                after.put(id, new Handed(was.targetKey(), "", at));
                byTarget.computeIfAbsent(was.targetKey(), key -> new ArrayList<>())
                        .add(fact(released(id), was.targetKey(), at, new FactBody.Retracted(id)));
            }
        });
        if (target != null) {
            desired.forEach((id, content) -> {
                Handed was = handed.get(id);
                if (was == null || !was.digest().equals(content.digest())) {
                    Instant at = was == null ? now : after(was.at(), now);
                    after.put(id, new Handed(target, content.digest(), at));
                    byTarget.computeIfAbsent(target, key -> new ArrayList<>())
                            .add(fact(id, target, at, content.body()));
                    weights.put(id, content.weight());
                }
            });
        }
        List<ClinicalFact> messages = new ArrayList<>();
        byTarget.forEach((key, facts) -> messages.addAll(messages(me, key, facts, weights, now)));
        return new Result(messages.isEmpty() ? handed : after, List.copyOf(messages));
    }

    /** Statements follow each other in time, whatever the clock does. */
    private static Instant after(Instant last, Instant now) {
        return now.isAfter(last) ? now : last.plusMillis(1);
    }

    private static List<ClinicalFact> messages(
            String me, String target, List<ClinicalFact> facts, Map<String, Integer> weights, Instant now) {
        List<ClinicalFact> messages = new ArrayList<>();
        List<ClinicalFact> part = new ArrayList<>();
        int weight = 0;
        for (int i = 0; i < facts.size(); i++) {
            ClinicalFact fact = facts.get(i);
            part.add(fact);
            weight += weights.getOrDefault(fact.factId(), 1);
            boolean last = i == facts.size() - 1;
            if (last || weight >= MAX_WEIGHT) {
                String id = EventId.of(
                                List.of(target, me, now.toString(), Integer.toString(messages.size())),
                                "staging.handover",
                                "1")
                        .toString();
                messages.add(fact(id, target, now, new LinkFact.HandedOver(List.copyOf(part), !last)));
                part.clear();
                weight = 0;
            }
        }
        return messages;
    }

    private static ClinicalFact fact(String id, String target, Instant at, FactBody body) {
        return new ClinicalFact(id, target, at, "staging", SOURCE, body);
    }

    private static String released(String id) {
        return EventId.of(List.of(id), "staging.released", "1").toString();
    }

    private Map<String, Content> desired(PatientLink link) {
        String target = link.targetKey();
        Map<String, Content> desired = new LinkedHashMap<>();
        links(link, desired);
        if (link.isVoid()) {
            return desired;
        }
        for (ClinicalFact fact : timeline.statedHere()) {
            switch (fact.body()) {
                case LinkFact.AdoptedFact adopted ->
                    add(target, adopted.path(), adopted.fact(), adopted.firstStatedAt(), desired);
                case LinkFact.AdoptedStudy adopted ->
                    add(target, adopted.path(), new RecordedStudy(adopted.eventId(), adopted.study()), desired);
                case LinkFact.AdoptedAlert adopted -> add(target, adopted.path(), adopted.alert(), desired);
                case LinkFact link0 -> {}
                case FactBody.Retracted retracted -> {}
                case FactBody.ReprocessRequested run -> {}
                default -> add(target, List.of(), fact, timeline.statedBefore(fact), desired);
            }
        }
        for (RecordedStudy study : timeline.studies().values()) {
            add(target, List.of(), study, desired);
        }
        for (AlertRaised alert : alerts) {
            if (wasOpen(alert)) {
                add(target, List.of(), alert, desired);
            }
        }
        return desired;
    }

    private static boolean wasOpen(AlertRaised alert) {
        return switch (alert.state()) {
            case RAISED, AMENDED -> true;
            case SUPERSEDED -> alert.flags().contains(MERGED);
            case RETRACTED, EXPIRED -> false;
        };
    }

    private void links(PatientLink link, Map<String, Content> desired) {
        Hop mine = new Hop(me, link.at());
        addLink(link.targetKey(), List.of(mine), desired);
        for (ClinicalFact fact : timeline.statedHere()) {
            if (fact.body() instanceof LinkFact.LinkSeen seen
                    && seen.path().stream().noneMatch(hop -> hop.patientKey().equals(me))) {
                List<Hop> path = new ArrayList<>(seen.path());
                path.add(mine);
                addLink(link.targetKey(), List.copyOf(path), desired);
            }
        }
    }

    private void addLink(String target, List<Hop> path, Map<String, Content> desired) {
        List<String> keys = path.stream().map(Hop::patientKey).toList();
        put(target, keys, "link", new LinkFact.LinkSeen(path), path.toString(), 1, desired);
    }

    private void add(
            String target,
            List<String> path,
            ClinicalFact fact,
            @Nullable Instant firstStatedAt,
            Map<String, Content> desired) {
        String digest = fact.asOf() + "|" + fact.body() + (firstStatedAt == null ? "" : "|" + firstStatedAt);
        FactBody body = new LinkFact.AdoptedFact(via(path), fact, firstStatedAt);
        put(target, via(path), fact.factId(), body, digest, 1, desired);
    }

    private void add(String target, List<String> path, RecordedStudy study, Map<String, Content> desired) {
        String digest = study.eventId() + "|" + study.measured().measuredAt();
        int weight = 1 + 2 * study.measured().lesions().size();
        FactBody body = new LinkFact.AdoptedStudy(via(path), study.eventId(), study.measured());
        put(target, via(path), study.key(), body, digest, weight, desired);
    }

    private void add(String target, List<String> path, AlertRaised alert, Map<String, Content> desired) {
        String digest = alert.kind() + "|" + alert.severity();
        put(target, via(path), alert.alertKey(), new LinkFact.AdoptedAlert(via(path), alert), digest, 1, desired);
    }

    private List<String> via(List<String> path) {
        List<String> via = new ArrayList<>(path);
        via.add(me);
        return List.copyOf(via);
    }

    /** What came from the target, or through it, does not go back. */
    private static void put(
            String target,
            List<String> path,
            String what,
            FactBody body,
            String digested,
            int weight,
            Map<String, Content> desired) {
        boolean isLink = body instanceof LinkFact.LinkSeen;
        if (!isLink && path.contains(target)) {
            return;
        }
        List<String> named = new ArrayList<>(path);
        named.add(target);
        named.add(what);
        String id = EventId.of(named, "staging.adopted", "1").toString();
        String digest = EventId.of(List.of(digested), "staging.digest", "1").toString();
        desired.put(id, new Content(body, digest, weight));
    }
}
