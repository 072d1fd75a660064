package org.vigie.contract;

import java.util.List;

/** The topics of Vigie; {@code deploy/kafka/topics.yaml} says the rest (partitions, retention, writers, readers). */
public final class Topics {
    public static final String INSTANCE_STORED = "imaging.instance.stored.v1";
    public static final String INTAKE_REPORTED = "imaging.intake.reported.v1";
    public static final String STUDY_READY = "imaging.study.ready.v1";
    public static final String STUDY_MEASURED = "imaging.study.measured.v1";
    public static final String PRIOR_REQUESTED = "imaging.prior.requested.v1";
    public static final String FACT_RECORDED = "clinical.fact.recorded.v1";
    public static final String PATIENT_ASSESSED = "clinical.patient.assessed.v1";
    public static final String ALERT_RAISED = "clinical.alert.raised.v1";
    public static final String PATIENT_LINKED = "identity.patient.linked.v1";

    private Topics() {}

    /** Every event topic, in the order data flows. */
    public static List<String> all() {
        return List.of(
                INSTANCE_STORED,
                INTAKE_REPORTED,
                STUDY_READY,
                STUDY_MEASURED,
                PRIOR_REQUESTED,
                FACT_RECORDED,
                PATIENT_ASSESSED,
                ALERT_RAISED,
                PATIENT_LINKED);
    }

    /** Dead-letter topic of one reader: {@code <topic>.<service>.dlq}. */
    public static String deadLetters(String topic, String service) {
        return topic + "." + service + ".dlq";
    }
}
