package org.vigie.diffusion.dicom;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;

/**
 * What a stored value means in the real world (PS3.3 C.7.6.16.2.11): value = slope · stored + intercept, in place of any
 * rescale.
 *
 * @param unit UCUM code
 * @param quantity code of the DICOM ontology, where stated
 */
record RealWorldValue(double slope, double intercept, String unit, Optional<String> quantity) {
    private static final String QUANTITY = "246205007";
    private static final String QUANTITY_SRT = "G-C1C6";

    /** Of one frame; empty where there is none, or only a look-up table. */
    static Optional<RealWorldValue> of(Attributes dataset, int frame) {
        List<Attributes> perFrame = FrameItems.items(dataset, Tag.PerFrameFunctionalGroupsSequence);
        Stream<Attributes> places = Stream.of(
                        frame < perFrame.size() ? Optional.of(perFrame.get(frame)) : Optional.<Attributes>empty(),
                        FrameItems.first(dataset, Tag.SharedFunctionalGroupsSequence),
                        Optional.of(dataset))
                .flatMap(Optional::stream);
        return places.flatMap(p -> FrameItems.first(p, Tag.RealWorldValueMappingSequence).stream())
                .findFirst()
                .flatMap(RealWorldValue::of);
    }

    private static Optional<RealWorldValue> of(Attributes item) {
        double[] slope = item.getDoubles(Tag.RealWorldValueSlope);
        double[] intercept = item.getDoubles(Tag.RealWorldValueIntercept);
        Optional<String> unit = FrameItems.first(item, Tag.MeasurementUnitsCodeSequence)
                .filter(c -> "UCUM".equals(c.getString(Tag.CodingSchemeDesignator)))
                .map(c -> c.getString(Tag.CodeValue));
        if (slope == null || slope.length != 1 || unit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RealWorldValue(
                slope[0], intercept == null || intercept.length != 1 ? 0 : intercept[0], unit.get(), quantity(item)));
    }

    private static Optional<String> quantity(Attributes item) {
        for (Attributes definition : FrameItems.items(item, Tag.QuantityDefinitionSequence)) {
            String name = FrameItems.first(definition, Tag.ConceptNameCodeSequence)
                    .map(c -> c.getString(Tag.CodeValue, ""))
                    .orElse("");
            if (name.equals(QUANTITY) || name.equals(QUANTITY_SRT)) {
                return FrameItems.first(definition, Tag.ConceptCodeSequence).map(c -> c.getString(Tag.CodeValue));
            }
        }
        return Optional.empty();
    }

    /** Factor to mm2/s, empty where the unit is none of a diffusivity. */
    Optional<Double> toMm2PerSec() {
        return switch (unit) {
            case "mm2/s" -> Optional.of(1.0);
            case "um2/ms" -> Optional.of(1e-3);
            case "um2/s", "10-6.mm2/s", "10*-6.mm2/s" -> Optional.of(1e-6);
            case "m2/s" -> Optional.of(1e6);
            default -> Optional.empty();
        };
    }
}
