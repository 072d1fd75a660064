package org.vigie.mr;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of a header that says what an image is for.
 *
 * @param imageType Image Type, or Frame Type of a multi-frame image
 * @param acquisitionContrast (0008,9209), where stated
 * @param echoPlanar from Scanning Sequence, Echo Planar Pulse Sequence or the EPI factor
 * @param gradientEcho from Scanning Sequence or Echo Pulse Sequence
 * @param temporalPositions (0020,0105), 1 where not stated
 */
public record KindFacts(
        String sopClassUid,
        List<String> imageType,
        Optional<String> sequenceName,
        Optional<String> seriesDescription,
        Optional<String> acquisitionContrast,
        Optional<String> contrastAgent,
        Optional<BValue> bValue,
        boolean echoPlanar,
        boolean gradientEcho,
        int temporalPositions) {

    private static final Set<String> MR_IMAGES = Set.of(
            "1.2.840.10008.5.1.4.1.1.4",
            "1.2.840.10008.5.1.4.1.1.4.1",
            "1.2.840.10008.5.1.4.1.1.4.3",
            "1.2.840.10008.5.1.4.1.1.4.4");
    private static final Set<String> SEGMENTATIONS =
            Set.of("1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7");

    /** Maps and computed images of the diffusion software whose pixels are no measured S(b). */
    private static final Set<String> NOT_MEASURED = Set.of(
            "CALC_BVALUE",
            "CALCULATED",
            "EADC",
            "EXP",
            "EXPONENTIAL",
            "FA",
            "COLFA",
            "TENSOR",
            "TENSOR_B0",
            "IVIM",
            "TTEST",
            "SUB",
            "SUBTRACTION",
            "PROJECTION IMAGE",
            "MPR",
            "CSA MPR",
            "CSAPARALLEL",
            "PHASE",
            "PHASE MAP",
            "PHASE_MAP",
            "REAL",
            "IMAGINARY");

    /** Third and later values of Image Type by which vendors mark phase, real and imaginary images. */
    private static final Set<String> NOT_MAGNITUDE = Set.of("P", "R", "I", "P_SE", "R_SE", "I_SE", "R_FFE", "I_FFE");

    private static final Pattern ADC_NAME =
            Pattern.compile("\\bADC\\b|APPARENT[ _]DIFFUSION", Pattern.CASE_INSENSITIVE);
    private static final Pattern EADC_NAME = Pattern.compile("\\bE-?ADC\\b|EXPONENTIAL", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIEMENS_DIFFUSION = Pattern.compile("\\*?(ep|re|rs)_b\\d+.*");

    public SeriesKind kind() {
        if (SEGMENTATIONS.contains(sopClassUid)) {
            return SeriesKind.SEG;
        }
        if (!MR_IMAGES.contains(sopClassUid)) {
            return SeriesKind.NOT_MR;
        }
        if (isAdcMap()) {
            return SeriesKind.ADC_MAP;
        }
        if (isOtherMap()) {
            return SeriesKind.OTHER_MR;
        }
        if (imageType.contains("TRACEW") || imageType.contains("TRACE")) {
            return SeriesKind.TRACEW;
        }
        if (isDiffusion()) {
            return isScannersAverage() ? SeriesKind.TRACEW : SeriesKind.DWI;
        }
        boolean dynamic = contrastAgent.isPresent() || temporalPositions > 1;
        return gradientEcho && !echoPlanar && dynamic ? SeriesKind.DCE : SeriesKind.OTHER_MR;
    }

    private boolean isAdcMap() {
        if (imageType.stream().anyMatch(v -> v.equals("ADC") || v.startsWith("ADC_"))) {
            return true;
        }
        // GE names its maps in the description only. Operators write "ADC" into protocol names, so ORIGINAL is none.
        return isDerived() && describedAs(ADC_NAME) && !describedAs(EADC_NAME);
    }

    private boolean isOtherMap() {
        return imageType.stream().anyMatch(NOT_MEASURED::contains)
                || imageType.stream().skip(2).anyMatch(NOT_MAGNITUDE::contains)
                || (isDerived() && describedAs(EADC_NAME));
    }

    private boolean describedAs(Pattern name) {
        return seriesDescription.filter(d -> name.matcher(d).find()).isPresent();
    }

    /** Some scanners write a private b-value of zero on images of any kind, so zero alone proves nothing. */
    private boolean isDiffusion() {
        return imageType.contains("DIFFUSION")
                || acquisitionContrast.filter("DIFFUSION"::equals).isPresent()
                || sequenceName
                        .filter(n -> SIEMENS_DIFFUSION.matcher(n).matches())
                        .isPresent()
                || bValue.filter(this::provesDiffusion).isPresent();
    }

    private boolean provesDiffusion(BValue b) {
        return switch (b.source()) {
            case GE_0043_1039, PHILIPS_2001_1003, UIH_0065_1009, UIH_NOMINAL_0065_100A -> b.value() > 0 || echoPlanar;
            case PUBLIC_0018_9087, SIEMENS_0019_100C, SIEMENS_CSA, INFERRED_SEQUENCE_NAME, INFERRED_ZERO -> true;
        };
    }

    private boolean isScannersAverage() {
        return isDerived()
                && bValue.filter(b -> b.directionality() == BValue.Directionality.ISOTROPIC)
                        .isPresent();
    }

    private boolean isDerived() {
        return !imageType.isEmpty() && imageType.getFirst().equals("DERIVED");
    }
}
