package org.vigie.contract.imaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;

/**
 * One lesion in one study.
 *
 * @param trackingUid lesion tracking UID of the SEG (0062,0021), null where the contour states none
 * @param label tracking ID or segment label, for display
 * @param roi where the region came from
 * @param acquisition what the comparability gate compares
 * @param measurements one per variant and fit method; the first is the primary one
 * @param picture PNG without burned-in identity: b-image, ADC map in colour with scale, outline
 * @param position where the region lies, null if not known
 * @param quality of the images behind the region, null if not looked at
 * @param map DICOM Parametric Map of the whole acquisition's ADC, mm2/s, by the b-values and method of the first
 *     measurement; null where none was made
 */
public record LesionAdc(
        @Nullable String trackingUid,
        String label,
        Roi roi,
        Acquisition acquisition,
        List<AdcMeasurement> measurements,
        @Nullable ObjectRef picture,
        @Nullable LesionPosition position,
        @Nullable ImageQuality quality,
        @Nullable ObjectRef map) {

    public LesionAdc(
            @Nullable String trackingUid,
            String label,
            Roi roi,
            Acquisition acquisition,
            List<AdcMeasurement> measurements,
            @Nullable ObjectRef picture,
            @Nullable LesionPosition position) {
        this(trackingUid, label, roi, acquisition, measurements, picture, position, null, null);
    }

    public LesionAdc(
            @Nullable String trackingUid,
            String label,
            Roi roi,
            Acquisition acquisition,
            List<AdcMeasurement> measurements,
            @Nullable ObjectRef picture) {
        this(trackingUid, label, roi, acquisition, measurements, picture, null, null, null);
    }

    /**
     * @param method how the contour was made; compared by the gate
     * @param validated a radiologist stands behind it: MANUAL or SEMIAUTOMATIC from a trusted source
     * @param contentCreator who drew it as a pseudonymous user id or AE, null if unknown
     * @param object the SEG, null for a proposal of ours
     */
    public record Roi(
            Method method,
            boolean validated,
            int voxels,
            @Nullable String contentCreator,
            @Nullable ObjectRef object) {
        public enum Method {
            MANUAL,
            SEMIAUTOMATIC,
            AUTOMATIC,
            /** Our own proposal on high-b images: never validated. */
            PROPOSAL,
            BOX
        }
    }
}
