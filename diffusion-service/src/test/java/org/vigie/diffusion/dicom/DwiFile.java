package org.vigie.diffusion.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;

/** One classic diffusion image of 8 x 8 pixels, to be changed into what a test needs. */
public final class DwiFile {
    public static final int SIDE = 8;
    private static int number;

    private final Attributes dataset = new Attributes();
    private String transferSyntax = UID.ExplicitVRLittleEndian;

    public DwiFile(String series, double b, int slice, int value) {
        this(series, slice, pixel -> value);
        dataset.setDouble(Tag.DiffusionBValue, VR.FD, b);
    }

    /** Without a b-value. */
    public DwiFile(String series, int slice, IntUnaryOperator values) {
        number++;
        dataset.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "DIFFUSION", "NONE");
        dataset.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        dataset.setString(Tag.SOPInstanceUID, VR.UI, "2.25.77." + number);
        dataset.setString(Tag.StudyInstanceUID, VR.UI, "2.25.1");
        dataset.setString(Tag.SeriesInstanceUID, VR.UI, "2.25.1." + series);
        dataset.setString(Tag.SeriesNumber, VR.IS, series);
        dataset.setInt(Tag.InstanceNumber, VR.IS, number);
        dataset.setString(Tag.PatientID, VR.LO, "P1");
        dataset.setString(Tag.Modality, VR.CS, "MR");
        dataset.setString(Tag.ScanningSequence, VR.CS, "EP");
        dataset.setDouble(Tag.EchoTime, VR.DS, 70);
        dataset.setDouble(Tag.ImagePositionPatient, VR.DS, 0, 0, 4 * slice);
        dataset.setDouble(Tag.ImageOrientationPatient, VR.DS, 1, 0, 0, 0, 1, 0);
        dataset.setDouble(Tag.PixelSpacing, VR.DS, 2, 2);
        dataset.setDouble(Tag.SliceThickness, VR.DS, 4);
        dataset.setInt(Tag.SamplesPerPixel, VR.US, 1);
        dataset.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        dataset.setInt(Tag.Rows, VR.US, SIDE);
        dataset.setInt(Tag.Columns, VR.US, SIDE);
        dataset.setInt(Tag.BitsAllocated, VR.US, 16);
        dataset.setInt(Tag.BitsStored, VR.US, 12);
        dataset.setInt(Tag.HighBit, VR.US, 11);
        dataset.setInt(Tag.PixelRepresentation, VR.US, 0);
        dataset.setBytes(Tag.PixelData, VR.OW, pixels(values));
    }

    public DwiFile with(Consumer<Attributes> change) {
        change.accept(dataset);
        return this;
    }

    public DwiFile at(String time) {
        dataset.setString(Tag.AcquisitionDate, VR.DA, "20261120");
        dataset.setString(Tag.AcquisitionTime, VR.TM, time);
        return this;
    }

    public DwiFile encodedAs(String uid) {
        transferSyntax = uid;
        return this;
    }

    public static byte[] pixels(IntUnaryOperator values) {
        ByteBuffer pixels = ByteBuffer.allocate(2 * SIDE * SIDE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.putShort((short) values.applyAsInt(i));
        }
        return pixels.array();
    }

    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(dataset.createFileMetaInformation(transferSyntax), dataset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public StudyObject object() {
        byte[] bytes = bytes();
        return new StudyObject("image", () -> bytes, Optional.empty(), Optional.empty());
    }
}
