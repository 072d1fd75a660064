package org.vigie.contract.imaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the diffusion images were made: what clinical rules 2.4 and 2.4b compare. Null = the header does not say.
 *
 * @param deviceSerial device serial number (0018,1000)
 * @param fieldStrengthTesla (0018,0087)
 * @param teMs echo time (0018,0081), ms
 * @param bSecPerMm2 all distinct b-values acquired, ascending, s/mm2
 * @param fatSuppression normalised: {@code FAT}, {@code NONE}, {@code FS}, {@code STIR}, ...
 * @param contrast {@code BEFORE} or {@code AFTER} contrast
 * @param rowSpacingMm distance between rows, mm
 * @param colSpacingMm distance between columns, mm
 * @param sliceThicknessMm mm
 */
public record Acquisition(
        String seriesUid,
        @Nullable String manufacturer,
        @Nullable String model,
        @Nullable String deviceSerial,
        @Nullable String softwareVersions,
        @Nullable Double fieldStrengthTesla,
        @Nullable Double teMs,
        List<Double> bSecPerMm2,
        @Nullable String fatSuppression,
        @Nullable String contrast,
        @Nullable Double rowSpacingMm,
        @Nullable Double colSpacingMm,
        @Nullable Double sliceThicknessMm,
        @Nullable String protocolName,
        @Nullable String sequenceName) {}
