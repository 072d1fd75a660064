package org.vigie.contract.imaging;

import java.util.List;

/**
 * Where a region lies in its study.
 *
 * @param frameOfReferenceUid (0020,0052); positions of different frames can be compared roughly at best
 * @param centroidMm x, y, z in the patient coordinate system of DICOM (left, posterior, superior), mm
 */
public record LesionPosition(String frameOfReferenceUid, List<Double> centroidMm) {
    /** @throws IllegalArgumentException unless there are three finite coordinates */
    public LesionPosition {
        centroidMm = List.copyOf(centroidMm);
        if (centroidMm.size() != 3 || !centroidMm.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("LesionPosition: three finite coordinates expected");
        }
    }
}
