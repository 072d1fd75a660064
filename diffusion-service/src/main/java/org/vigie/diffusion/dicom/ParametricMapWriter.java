package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Grid;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.kernel.AdcMap;

/**
 * Writes an ADC map as a DICOM Parametric Map of floats: every value bit by bit as it is, with the quantity, its unit and
 * how it was computed in the Real World Value Mapping (clinical rules 10.3). A voxel without a fit is 0, never NaN.
 */
public final class ParametricMapWriter {
    private static final String PARAMETRIC_MAP = "1.2.840.10008.5.1.4.1.1.30";
    private static final int SERIES_NUMBER = 9101;

    private ParametricMapWriter() {}

    /** The unit the values are in; the slope of the mapping is 1. */
    public enum Unit {
        MM2_PER_SEC,
        UM2_PER_SEC
    }

    /**
     * How a map was computed.
     *
     * @param bSecPerMm2 the b-values used, s/mm2
     * @param software version
     */
    public record Computed(
            String variant, List<Double> bSecPerMm2, FitMethod method, Unit unit, LocalDateTime at, String software) {}

    /**
     * A map of ours in mm2/s; voxels without a fit become 0.
     *
     * @throws IOException if the first image of the stack cannot be read
     */
    public static byte[] write(ImageStack stack, AdcMap map, Selection selection, LocalDateTime at, String software)
            throws IOException {
        float[] values = new float[map.voxels()];
        for (int i = 0; i < values.length; i++) {
            float adc = map.mm2PerSec(i);
            values[i] = Float.isFinite(adc) ? adc : 0;
        }
        return write(
                stack,
                values,
                new Computed(selection.variant(), selection.b(), map.method(), Unit.MM2_PER_SEC, at, software));
    }

    /**
     * The bytes of a file of DICOM part 10; the same map gives the same bytes.
     *
     * @param map one value per voxel of the stack, finite
     * @throws IOException if the first image of the stack cannot be read
     * @throws IllegalArgumentException if the map does not fill the stack or holds a value that is not finite
     */
    public static byte[] write(ImageStack stack, float[] map, Computed computed) throws IOException {
        Grid grid = stack.grid();
        if (map.length != grid.voxels()) {
            throw new IllegalArgumentException("ParametricMapWriter: the map does not fill the stack");
        }
        float lowest = 0;
        float highest = 0;
        for (float value : map) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("ParametricMapWriter: a value is not finite");
            }
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        DerivedObject object = DerivedObject.of(
                stack,
                new DerivedObject.Made(
                        PARAMETRIC_MAP,
                        "MR",
                        SERIES_NUMBER,
                        identity(stack, map, computed),
                        computed.at(),
                        computed.software()));
        Attributes a = object.dataset();
        a.setString(Tag.ImageType, VR.CS, "DERIVED", "PRIMARY", "VOLUME", "ADC");
        a.setString(Tag.SeriesDescription, VR.LO, "Apparent Diffusion Coefficient " + computed.variant());
        a.setString(Tag.ContentLabel, VR.CS, "ADC");
        a.setString(Tag.ContentDescription, VR.LO, "Research use / decision support. Not a medical device. 0: no fit");
        a.setString(Tag.BurnedInAnnotation, VR.CS, "NO");
        a.setString(Tag.RecognizableVisualFeatures, VR.CS, "NO");
        a.setString(Tag.ContentQualification, VR.CS, "RESEARCH");
        a.setString(Tag.PresentationLUTShape, VR.CS, "IDENTITY");
        a.newSequence(Tag.AcquisitionContextSequence, 0);
        object.referToImages();
        object.dimensions(new int[] {Tag.ImagePositionPatient, Tag.PlanePositionSequence});
        a.newSequence(Tag.SharedFunctionalGroupsSequence, 1).add(shared(object, computed, lowest, highest));
        Sequence perFrame = a.newSequence(Tag.PerFrameFunctionalGroupsSequence, grid.slices());
        for (int slice = 0; slice < grid.slices(); slice++) {
            perFrame.add(object.frame(slice, Code.ADC, slice + 1));
        }
        a.setInt(Tag.SamplesPerPixel, VR.US, 1);
        a.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        a.setInt(Tag.NumberOfFrames, VR.IS, grid.slices());
        a.setInt(Tag.Rows, VR.US, grid.rows());
        a.setInt(Tag.Columns, VR.US, grid.columns());
        a.setInt(Tag.BitsAllocated, VR.US, Float.SIZE);
        a.setFloat(Tag.FloatPixelData, VR.OF, map);
        return object.bytes();
    }

    private static List<String> identity(ImageStack stack, float[] map, Computed computed) {
        return Stream.of(
                        Stream.of(
                                "parametric map",
                                computed.toString(),
                                Integer.toHexString(java.util.Arrays.hashCode(map))),
                        stack.images().stream()
                                .map(i -> i.frame().sopInstanceUid() + "#"
                                        + i.frame().frameIndex()))
                .flatMap(s -> s)
                .toList();
    }

    private static Attributes shared(DerivedObject object, Computed computed, float lowest, float highest) {
        Attributes groups = object.shared();
        Attributes type = new Attributes();
        type.setString(Tag.FrameType, VR.CS, "DERIVED", "PRIMARY", "VOLUME", "ADC");
        groups.newSequence(Tag.ParametricMapFrameTypeSequence, 1).add(type);
        Attributes anatomy = new Attributes();
        Code.BREAST.in(anatomy, Tag.AnatomicRegionSequence);
        anatomy.setString(Tag.FrameLaterality, VR.CS, "U");
        groups.newSequence(Tag.FrameAnatomySequence, 1).add(anatomy);
        Attributes identity = new Attributes();
        identity.setString(Tag.RescaleIntercept, VR.DS, "0");
        identity.setString(Tag.RescaleSlope, VR.DS, "1");
        identity.setString(Tag.RescaleType, VR.LO, "US");
        groups.newSequence(Tag.PixelValueTransformationSequence, 1).add(identity);
        groups.newSequence(Tag.RealWorldValueMappingSequence, 1).add(mapping(computed, lowest, highest));
        return groups;
    }

    private static Attributes mapping(Computed computed, float lowest, float highest) {
        Attributes mapping = new Attributes();
        mapping.setString(Tag.LUTExplanation, VR.LO, "Apparent Diffusion Coefficient");
        mapping.setString(Tag.LUTLabel, VR.SH, "ADC");
        mapping.setDouble(Tag.DoubleFloatRealWorldValueFirstValueMapped, VR.FD, lowest);
        mapping.setDouble(Tag.DoubleFloatRealWorldValueLastValueMapped, VR.FD, highest);
        mapping.setDouble(Tag.RealWorldValueIntercept, VR.FD, 0);
        mapping.setDouble(Tag.RealWorldValueSlope, VR.FD, 1);
        (switch (computed.unit()) {
                    case MM2_PER_SEC -> Code.MM2_PER_SEC;
                    case UM2_PER_SEC -> Code.UM2_PER_SEC;
                })
                .in(mapping, Tag.MeasurementUnitsCodeSequence);
        Sequence quantity = mapping.newSequence(Tag.QuantityDefinitionSequence, 0);
        quantity.add(coded(Code.QUANTITY, Code.ADC));
        quantity.add(coded(Code.MEASUREMENT_METHOD, Code.MONO_EXPONENTIAL));
        quantity.add(coded(Code.FITTING_METHOD, fit(computed.method())));
        for (double b : computed.bSecPerMm2()) {
            Attributes item = new Attributes();
            item.setString(Tag.ValueType, VR.CS, "NUMERIC");
            Code.B_VALUE.in(item, Tag.ConceptNameCodeSequence);
            item.setString(Tag.NumericValue, VR.DS, DerivedObject.decimal(b));
            Code.SEC_PER_MM2.in(item, Tag.MeasurementUnitsCodeSequence);
            quantity.add(item);
        }
        return mapping;
    }

    private static Attributes coded(Code name, Code value) {
        Attributes item = new Attributes();
        item.setString(Tag.ValueType, VR.CS, "CODE");
        name.in(item, Tag.ConceptNameCodeSequence);
        value.in(item, Tag.ConceptCodeSequence);
        return item;
    }

    private static Code fit(FitMethod method) {
        return switch (method) {
            case TWO_POINT -> Code.TWO_SAMPLES;
            case OLS, WLS -> Code.LEAST_SQUARES;
            case NLLS -> Code.LEVENBERG_MARQUARDT;
        };
    }
}
