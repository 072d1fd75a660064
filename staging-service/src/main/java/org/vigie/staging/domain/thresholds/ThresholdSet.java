package org.vigie.staging.domain.thresholds;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.vigie.contract.clinical.PatientAssessed.UsedThreshold;

/**
 * The thresholds of one version of the rules.
 *
 * @param id SHA-256 of the file they stand in, lower-case hex
 * @param byId every threshold
 */
public record ThresholdSet(String id, Map<String, Threshold> byId) {
    /** The sign of a quantity needs no evidence. */
    private static final Threshold ZERO = new Threshold("zero", 0, "", "none", "P", "definition: sign of the quantity");

    public ThresholdSet {
        byId = Collections.unmodifiableMap(new HashMap<>(byId));
    }

    /**
     * @param used as a clause of an event carries it
     * @param cited what a clause shows as its source
     */
    public record Threshold(UsedThreshold used, String cited) {
        /**
         * @param inclusive which side equality belongs to
         * @param tag strength of evidence: C, S, U or P
         */
        public Threshold(String id, double value, String unit, String inclusive, String tag, String source) {
            this(new UsedThreshold(id, value, unit, inclusive, tag, source), source + " [" + tag + "]");
        }

        public String id() {
            return used.id();
        }

        public double value() {
            return used.value();
        }

        public String unit() {
            return used.unit();
        }

        public String inclusive() {
            return used.inclusive();
        }

        public String tag() {
            return used.tag();
        }

        public String source() {
            return used.source();
        }
    }

    /**
     * Every set has {@code zero}.
     *
     * @throws IllegalArgumentException if the set has no such threshold
     */
    public Threshold get(String thresholdId) {
        Threshold threshold = thresholdId.equals(ZERO.id()) ? ZERO : byId.get(thresholdId);
        if (threshold == null) {
            throw new IllegalArgumentException("threshold set: no threshold '" + thresholdId + "'");
        }
        return threshold;
    }

    public double value(String thresholdId) {
        return get(thresholdId).value();
    }

    /** Whole days. */
    public int days(String thresholdId) {
        return Math.toIntExact(Math.round(value(thresholdId)));
    }
}
