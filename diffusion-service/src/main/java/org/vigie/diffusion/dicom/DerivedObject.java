package org.vigie.diffusion.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.vigie.mr.MrFrame;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/** The modules that a segmentation and a parametric map of one stack of images share. */
final class DerivedObject {
    private static final int[] TAKEN_OVER = {
        Tag.SpecificCharacterSet,
        Tag.TimezoneOffsetFromUTC,
        Tag.StudyDate,
        Tag.StudyTime,
        Tag.AccessionNumber,
        Tag.ReferringPhysicianName,
        Tag.StudyDescription,
        Tag.PatientName,
        Tag.PatientID,
        Tag.IssuerOfPatientID,
        Tag.PatientBirthDate,
        Tag.PatientSex,
        Tag.StudyInstanceUID,
        Tag.StudyID,
        Tag.FrameOfReferenceUID,
        Tag.PositionReferenceIndicator
    };
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private final ImageStack stack;
    private final Attributes dataset;

    private DerivedObject(ImageStack stack, Attributes dataset) {
        this.stack = stack;
        this.dataset = dataset;
    }

    /**
     * Identity from the header of the first image, device of this software.
     *
     * @throws IOException if that image cannot be read
     */
    static DerivedObject of(ImageStack stack, Made made) throws IOException {
        StudyObject first = stack.images().getFirst().object();
        Attributes source = Datasets.parse(first.bytes().read(), Tag.PixelData, first.limits())
                .dataset();
        Attributes a = new Attributes();
        a.addSelected(source, TAKEN_OVER);
        for (int tag : new int[] {Tag.PatientName, Tag.PatientID, Tag.PatientBirthDate, Tag.PatientSex}) {
            orEmpty(a, tag);
        }
        for (int tag : new int[] {
            Tag.StudyDate,
            Tag.StudyTime,
            Tag.AccessionNumber,
            Tag.ReferringPhysicianName,
            Tag.StudyID,
            Tag.PositionReferenceIndicator
        }) {
            orEmpty(a, tag);
        }
        a.setString(Tag.SOPClassUID, VR.UI, made.sopClassUid());
        a.setString(Tag.SOPInstanceUID, VR.UI, DerivedUid.of(made.identity()));
        a.setString(Tag.SeriesInstanceUID, VR.UI, DerivedUid.of(seriesOf(made, stack)));
        a.setString(Tag.Manufacturer, VR.LO, "Vigie");
        a.setString(Tag.ManufacturerModelName, VR.LO, "Vigie diffusion");
        a.setString(Tag.DeviceSerialNumber, VR.LO, "vigie");
        a.setString(Tag.SoftwareVersions, VR.LO, made.software());
        a.setString(Tag.Modality, VR.CS, made.modality());
        a.setInt(Tag.SeriesNumber, VR.IS, made.seriesNumber());
        a.setInt(Tag.InstanceNumber, VR.IS, 1);
        for (int tag : new int[] {Tag.SeriesDate, Tag.ContentDate}) {
            a.setString(tag, VR.DA, DATE.format(made.at()));
        }
        for (int tag : new int[] {Tag.SeriesTime, Tag.ContentTime}) {
            a.setString(tag, VR.TM, TIME.format(made.at()));
        }
        a.setString(Tag.LossyImageCompression, VR.CS, "00");
        a.setNull(Tag.ContentCreatorName, VR.PN);
        return new DerivedObject(stack, a);
    }

    /**
     * What makes the object this one.
     *
     * @param identity everything its content follows from
     */
    record Made(
            String sopClassUid,
            String modality,
            int seriesNumber,
            List<String> identity,
            LocalDateTime at,
            String software) {}

    private static List<String> seriesOf(Made made, ImageStack stack) {
        return List.of(
                "series",
                made.modality(),
                made.software(),
                stack.images().getFirst().frame().seriesUid());
    }

    private static void orEmpty(Attributes a, int tag) {
        if (!a.contains(tag)) {
            a.setNull(
                    tag,
                    switch (tag) {
                        case Tag.PatientName, Tag.ReferringPhysicianName -> VR.PN;
                        case Tag.PatientBirthDate, Tag.StudyDate -> VR.DA;
                        case Tag.StudyTime -> VR.TM;
                        case Tag.PatientSex -> VR.CS;
                        case Tag.AccessionNumber, Tag.StudyID -> VR.SH;
                        default -> VR.LO;
                    });
        }
    }

    Attributes dataset() {
        return dataset;
    }

    /** Every image of the stack, once. */
    void referToImages() {
        Map<String, Map<String, String>> bySeries = new LinkedHashMap<>();
        stack.images()
                .forEach(i -> bySeries.computeIfAbsent(i.frame().seriesUid(), s -> new LinkedHashMap<>())
                        .put(i.frame().sopInstanceUid(), i.frame().instance().sopClassUid()));
        Sequence sequence = dataset.newSequence(Tag.ReferencedSeriesSequence, bySeries.size());
        bySeries.forEach((uid, instances) -> {
            Attributes series = new Attributes();
            series.setString(Tag.SeriesInstanceUID, VR.UI, uid);
            Sequence items = series.newSequence(Tag.ReferencedInstanceSequence, instances.size());
            instances.forEach((instance, sopClass) -> items.add(reference(instance, sopClass)));
            sequence.add(series);
        });
    }

    private static Attributes reference(String instance, String sopClass) {
        Attributes item = new Attributes();
        item.setString(Tag.ReferencedSOPClassUID, VR.UI, sopClass);
        item.setString(Tag.ReferencedSOPInstanceUID, VR.UI, instance);
        return item;
    }

    /** The groups that say where all frames lie. */
    Attributes shared() {
        SliceGeometry g = stack.slices().getFirst();
        Attributes measures = new Attributes();
        measures.setString(Tag.SliceThickness, VR.DS, decimal(g.sliceThickness().orElse(stack.spacingMm())));
        if (stack.slices().size() > 1) {
            measures.setString(Tag.SpacingBetweenSlices, VR.DS, decimal(stack.spacingMm()));
        }
        measures.setString(Tag.PixelSpacing, VR.DS, decimal(g.rowSpacing()), decimal(g.columnSpacing()));
        Attributes orientation = new Attributes();
        Vector3 row = g.rowDirection();
        Vector3 column = g.columnDirection();
        orientation.setString(
                Tag.ImageOrientationPatient,
                VR.DS,
                decimal(row.x()),
                decimal(row.y()),
                decimal(row.z()),
                decimal(column.x()),
                decimal(column.y()),
                decimal(column.z()));
        Attributes groups = new Attributes();
        groups.newSequence(Tag.PixelMeasuresSequence, 1).add(measures);
        groups.newSequence(Tag.PlaneOrientationSequence, 1).add(orientation);
        return groups;
    }

    /** The groups that say which slice a frame is and which images it comes from. */
    Attributes frame(int slice, Code derivation, int... index) {
        Attributes content = new Attributes();
        content.setInt(Tag.DimensionIndexValues, VR.UL, index);
        Vector3 origin = stack.slices().get(slice).position();
        Attributes position = new Attributes();
        position.setString(
                Tag.ImagePositionPatient, VR.DS, decimal(origin.x()), decimal(origin.y()), decimal(origin.z()));
        Attributes derived = new Attributes();
        derivation.in(derived, Tag.DerivationCodeSequence);
        Sequence images = derived.newSequence(Tag.SourceImageSequence, 0);
        imagesOf(slice).forEach(image -> {
            Attributes item = reference(image.sopInstanceUid(), image.instance().sopClassUid());
            if (image.instance().enhanced()) {
                item.setInt(Tag.ReferencedFrameNumber, VR.IS, image.frameIndex() + 1);
            }
            item.setString(Tag.SpatialLocationsPreserved, VR.CS, "YES");
            Code.SOURCE_IMAGE.in(item, Tag.PurposeOfReferenceCodeSequence);
            images.add(item);
        });
        Attributes groups = new Attributes();
        groups.newSequence(Tag.FrameContentSequence, 1).add(content);
        groups.newSequence(Tag.PlanePositionSequence, 1).add(position);
        groups.newSequence(Tag.DerivationImageSequence, 1).add(derived);
        return groups;
    }

    private List<MrFrame> imagesOf(int slice) {
        double position = stack.slices().get(slice).positionAlongNormal();
        return stack.images().stream()
                .map(ScannedFrame::frame)
                .filter(f -> Math.abs(f.geometry().positionAlongNormal() - position) <= 2 * DwiAcquisition.SAME_SLICE)
                .toList();
    }

    /** Each pair is the element counted and the group it stands in. */
    void dimensions(int[]... pointers) {
        String organization = DerivedUid.of(List.of("dimensions", dataset.getString(Tag.SOPInstanceUID, "")));
        Attributes item = new Attributes();
        item.setString(Tag.DimensionOrganizationUID, VR.UI, organization);
        dataset.newSequence(Tag.DimensionOrganizationSequence, 1).add(item);
        Sequence index = dataset.newSequence(Tag.DimensionIndexSequence, pointers.length);
        for (int[] pointer : pointers) {
            Attributes dimension = new Attributes();
            dimension.setString(Tag.DimensionOrganizationUID, VR.UI, organization);
            dimension.setInt(Tag.DimensionIndexPointer, VR.AT, pointer[0]);
            dimension.setInt(Tag.FunctionalGroupPointer, VR.AT, pointer[1]);
            index.add(dimension);
        }
    }

    /** A decimal string has 16 characters at most (PS3.5 6.2). */
    static String decimal(double value) {
        String plain = Double.toString(value == 0 ? 0 : value);
        if (plain.endsWith(".0")) {
            plain = plain.substring(0, plain.length() - 2);
        }
        for (int digits = 15; plain.length() > 16; digits--) {
            plain = new java.math.BigDecimal(value)
                    .round(new java.math.MathContext(digits))
                    .stripTrailingZeros()
                    .toString();
        }
        return plain;
    }

    /** A file of DICOM part 10, explicit VR little endian. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DicomOutputStream dicom = new DicomOutputStream(out, UID.ExplicitVRLittleEndian)) {
            dicom.writeDataset(dataset.createFileMetaInformation(UID.ExplicitVRLittleEndian), dataset);
        }
        return out.toByteArray();
    }
}
