package org.vigie.simulator;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.vigie.contract.clinical.Side;

/**
 * A patient of the demo, with what should come out.
 *
 * @param name what the case shows, for example {@code non-responder}; not the patient's name
 * @param studies in the order of their dates
 */
public record DemoPatient(
        String name,
        String patientId,
        String issuer,
        String displayName,
        Course course,
        List<SimulatedStudy> studies,
        Expected expected) {

    public DemoPatient {
        studies = List.copyOf(studies);
    }

    /**
     * Neoadjuvant chemotherapy as it has to be recorded before the studies make sense; times in the site's zone.
     *
     * @param c1d1 first administration
     * @param trackingUid of the lesion that is followed
     * @param label of that lesion
     */
    public record Course(
            String courseId,
            LocalDateTime c1d1,
            String regimen,
            LocalDateTime nextCycleAt,
            Side side,
            String trackingUid,
            String label) {}

    /**
     * What Vigie has to conclude.
     *
     * @param kind kind of the alert or item, empty: none at all
     * @param severity of that item, empty where none is prescribed
     * @param timePoint window of the follow-up, empty where there is no follow-up
     * @param clinicalAlert people are alerted
     * @param flag that the measurement or assessment must carry
     * @param changePercent true change of ADC, empty where there is nothing to compare
     */
    public record Expected(
            Optional<String> kind,
            Optional<String> severity,
            Optional<String> timePoint,
            boolean clinicalAlert,
            Optional<String> flag,
            Optional<Double> changePercent) {}

    @Override
    public String toString() {
        return "DemoPatient[" + name + "]";
    }
}
