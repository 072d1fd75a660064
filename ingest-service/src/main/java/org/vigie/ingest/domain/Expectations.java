package org.vigie.ingest.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What senders said a study consists of (Instance Availability Notification). A hint: a study that lacks announced
 * instances is not complete before it is quiet; whether it is complete is still decided by what has come.
 *
 * @param seriesOfInstance announced SOP instance UID to its series
 */
public record Expectations(Map<String, String> seriesOfInstance) {
    public static final Expectations NONE = new Expectations(Map.of());

    public Expectations {
        seriesOfInstance = Map.copyOf(seriesOfInstance);
    }

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

    /** Empty if nothing was announced or all of it has come. */
    public Optional<Missing> missing(Set<String> arrivedInstanceUids) {
        Set<String> series = new TreeSet<>();
        int missing = 0;
        for (Map.Entry<String, String> instance : seriesOfInstance.entrySet()) {
            if (!arrivedInstanceUids.contains(instance.getKey())) {
                series.add(instance.getValue());
                missing++;
            }
        }
        return missing == 0 ? Optional.empty() : Optional.of(new Missing(seriesOfInstance.size(), missing, series));
    }
}
