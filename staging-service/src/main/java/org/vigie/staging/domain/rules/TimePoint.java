package org.vigie.staging.domain.rules;

/** Time-points of clinical rules 2.3 in their order. */
public enum TimePoint {
    BASELINE("BASELINE", Alerting.NO),
    TOO_EARLY("TOO-EARLY", Alerting.NO),
    W1("W1", Alerting.YES),
    C1("C1", Alerting.YES),
    INTERIM("INTERIM", Alerting.FALL_ONLY),
    MID("MID", Alerting.YES),
    POST("POST", Alerting.NO);

    /** What may alert at a time-point. */
    public enum Alerting {
        NO,
        YES,
        FALL_ONLY
    }

    private final String code;
    private final Alerting alerting;

    TimePoint(String code, Alerting alerting) {
        this.code = code;
        this.alerting = alerting;
    }

    /** As written in events. */
    public String code() {
        return code;
    }

    public Alerting alerting() {
        return alerting;
    }
}
