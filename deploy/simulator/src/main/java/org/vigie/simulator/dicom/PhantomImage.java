package org.vigie.simulator.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Point;
import org.vigie.simulator.domain.ScannerIdentity;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.VoxelGrid;

/** One image of a phantom as an MR Image Storage instance. */
final class PhantomImage {
    private static final int SERIES_NUMBER = 3;

    private PhantomImage() {}

    static Attributes of(StudyPlan plan, int bIndex, int slice) {
        Attributes a = StudyHeader.of(plan);
        BreastPhantom phantom = plan.phantom();
        int number = bIndex * phantom.grid().slices() + slice + 1;
        a.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        a.setString(Tag.SOPInstanceUID, VR.UI, plan.imageUid(bIndex, slice));
        a.setString(Tag.Modality, VR.CS, "MR");
        a.setString(Tag.SeriesInstanceUID, VR.UI, plan.imageSeriesUid());
        a.setInt(Tag.SeriesNumber, VR.IS, SERIES_NUMBER);
        a.setString(Tag.SeriesDescription, VR.LO, plan.scanner().protocol());
        a.setInt(Tag.InstanceNumber, VR.IS, number);
        a.setInt(Tag.AcquisitionNumber, VR.IS, bIndex + 1);
        times(a, plan.startedAt(), bIndex);
        acquisition(a, plan.scanner(), phantom.bValues().get(bIndex), plan.afterContrast());
        place(a, phantom.grid(), slice);
        pixels(a, phantom, bIndex, slice);
        return a;
    }

    private static void times(Attributes a, LocalDateTime started, int bIndex) {
        LocalDateTime series = started.plusMinutes(5);
        LocalDateTime acquired = series.plusMinutes(bIndex);
        a.setString(Tag.SeriesDate, VR.DA, DicomText.date(series.toLocalDate()));
        a.setString(Tag.SeriesTime, VR.TM, DicomText.time(series.toLocalTime()));
        a.setString(Tag.AcquisitionDate, VR.DA, DicomText.date(acquired.toLocalDate()));
        a.setString(Tag.AcquisitionTime, VR.TM, DicomText.time(acquired.toLocalTime()));
        a.setString(Tag.ContentDate, VR.DA, DicomText.date(acquired.toLocalDate()));
        a.setString(Tag.ContentTime, VR.TM, DicomText.time(acquired.toLocalTime()));
    }

    private static void acquisition(Attributes a, ScannerIdentity scanner, double b, boolean afterContrast) {
        a.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "DIFFUSION", "NONE");
        a.setString(Tag.BodyPartExamined, VR.CS, "BREAST");
        a.setString(Tag.ImageLaterality, VR.CS, "B");
        a.setString(Tag.PatientPosition, VR.CS, "HFP");
        a.setString(Tag.ScanningSequence, VR.CS, "EP");
        a.setString(Tag.SequenceVariant, VR.CS, "SK");
        a.setString(Tag.ScanOptions, VR.CS, "FS");
        a.setString(Tag.MRAcquisitionType, VR.CS, "2D");
        a.setString(Tag.SequenceName, VR.SH, scanner.sequence());
        a.setString(Tag.ProtocolName, VR.LO, scanner.protocol());
        a.setString(Tag.RepetitionTime, VR.DS, DicomText.decimal(scanner.repetitionTime()));
        a.setString(Tag.EchoTime, VR.DS, DicomText.decimal(scanner.echoTime()));
        a.setInt(Tag.EchoTrainLength, VR.IS, 48);
        a.setString(Tag.FlipAngle, VR.DS, "90");
        a.setString(Tag.MagneticFieldStrength, VR.DS, DicomText.decimal(scanner.field()));
        a.setString(Tag.ImagingFrequency, VR.DS, DicomText.decimal(42.577 * scanner.field()));
        a.setString(Tag.ImagedNucleus, VR.SH, "1H");
        a.setDouble(Tag.DiffusionBValue, VR.FD, b);
        if (afterContrast) {
            a.setString(Tag.ContrastBolusAgent, VR.LO, "Simulated agent");
        }
    }

    private static void place(Attributes a, VoxelGrid grid, int slice) {
        Point origin = grid.origins().get(slice);
        Point row = grid.rowDirection();
        Point column = grid.columnDirection();
        a.setString(Tag.ImagePositionPatient, VR.DS, DicomText.decimals(origin.x(), origin.y(), origin.z()));
        a.setString(
                Tag.ImageOrientationPatient,
                VR.DS,
                DicomText.decimals(row.x(), row.y(), row.z(), column.x(), column.y(), column.z()));
        a.setString(Tag.PixelSpacing, VR.DS, DicomText.decimals(grid.rowSpacing(), grid.columnSpacing()));
        a.setString(Tag.SliceThickness, VR.DS, DicomText.decimal(grid.sliceThickness()));
        a.setString(Tag.SpacingBetweenSlices, VR.DS, DicomText.decimal(grid.sliceSpacing()));
        a.setString(Tag.SliceLocation, VR.DS, DicomText.decimal(origin.z()));
    }

    private static void pixels(Attributes a, BreastPhantom phantom, int bIndex, int slice) {
        int[] values = phantom.image(bIndex, slice);
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        a.setInt(Tag.SamplesPerPixel, VR.US, 1);
        a.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        a.setInt(Tag.Rows, VR.US, phantom.grid().rows());
        a.setInt(Tag.Columns, VR.US, phantom.grid().columns());
        a.setInt(Tag.BitsAllocated, VR.US, 16);
        a.setInt(Tag.BitsStored, VR.US, phantom.bitsStored());
        a.setInt(Tag.HighBit, VR.US, phantom.bitsStored() - 1);
        a.setInt(Tag.PixelRepresentation, VR.US, 0);
        a.setString(Tag.WindowCenter, VR.DS, "500");
        a.setString(Tag.WindowWidth, VR.DS, "1000");
        a.setBytes(Tag.PixelData, VR.OW, bytes.array());
    }
}
