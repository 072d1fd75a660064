package org.vigie.simulator.domain;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import org.vigie.contract.clinical.Side;

/**
 * Whose study a copy shall be, and when.
 *
 * @param studyTime empty: as in the original
 * @param outline lesion to add as a SEG drawn by hand
 */
public record RedateRequest(
        LocalDate studyDate,
        Optional<LocalTime> studyTime,
        String patientId,
        String issuer,
        String patientName,
        Optional<Outline> outline) {

    public static final String DEFAULT_NAME = "Redated^Copy";

    /** @param trackingUid kept as given in every copy */
    public record Outline(Box box, String trackingUid, String label, Optional<Side> side) {
        public Outline {
            if (trackingUid.length() > 64 || !trackingUid.matches("[0-9]+(\\.[0-9]+)+")) {
                throw new IllegalArgumentException("the tracking UID is no UID");
            }
        }
    }

    /** The new UID of what had the old one: a function of the old one, the new date and the new patient. */
    public String uid(String old) {
        return Uids.of("redate", old, studyDate.toString(), issuer, patientId);
    }

    @Override
    public String toString() {
        return "RedateRequest[" + studyDate + "]";
    }
}
