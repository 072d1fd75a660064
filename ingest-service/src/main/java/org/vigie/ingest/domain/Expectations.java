package org.vigie.ingest.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What senders said a study consists of (Instance Availability Notification). A hint in memory: a study that lacks
 * announced instances is not complete before it is quiet; whether it is complete is still decided by what has come.
 */
public final class Expectations {
    private static final int MAX_STUDIES = 1_000;
    private static final int MAX_INSTANCES = 50_000;

    /** Study to announced instance to its series, the longest unused first. */
    private final Map<String, Map<String, String>> studies = new LinkedHashMap<>(16, 0.75f, true);

    /** @param seriesUids where the instances that have not come belong */
    public record Missing(int announced, int missing, Set<String> seriesUids) {
        public Missing {
            seriesUids = Set.copyOf(seriesUids);
        }

        /** For people: numbers only. */
        public String reason() {
            return "NOT_ARRIVED(" + missing + " of " + announced + " announced)";
        }
    }

    /** @param seriesOfInstance SOP instance UID to series instance UID; beyond 50,000 nothing is remembered */
    public synchronized void announced(String studyUid, Map<String, String> seriesOfInstance) {
        Map<String, String> known = studies.computeIfAbsent(studyUid, s -> new LinkedHashMap<>());
        if (known.size() + seriesOfInstance.size() <= MAX_INSTANCES) {
            known.putAll(seriesOfInstance);
        }
        while (studies.size() > MAX_STUDIES) {
            studies.remove(studies.keySet().iterator().next());
        }
    }

    /** Empty if nothing was announced or all of it has come. */
    public synchronized Optional<Missing> missing(String studyUid, Set<String> arrivedInstanceUids) {
        Map<String, String> known = studies.get(studyUid);
        if (known == null) {
            return Optional.empty();
        }
        Set<String> series = new TreeSet<>();
        int missing = 0;
        for (Map.Entry<String, String> instance : known.entrySet()) {
            if (!arrivedInstanceUids.contains(instance.getKey())) {
                series.add(instance.getValue());
                missing++;
            }
        }
        return missing == 0 ? Optional.empty() : Optional.of(new Missing(known.size(), missing, series));
    }
}
