package org.vigie.simulator.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;

/** Files that a receiver must survive; each says which study it pretends to be of. */
public final class BadFiles {
    /** Climbs out of any folder it is taken into. */
    public static final String PATH_UID = "../../../../../tmp/vigie-escaped";

    private BadFiles() {}

    /** The first image, cut off in the middle of its data set. */
    public static Path truncated(StudyPlan plan, Path file) throws IOException {
        Part10.write(image(plan, "truncated"), file);
        byte[] all = Files.readAllBytes(file);
        return Files.write(file, Arrays.copyOf(all, all.length * 6 / 10));
    }

    /** Well-formed, but Pixel Data holds half of what Rows and Columns promise. */
    public static Path shortPixelData(StudyPlan plan, Path file) throws IOException {
        Attributes image = image(plan, "short-pixel-data");
        byte[] pixels = image.getBytes(Tag.PixelData);
        image.setBytes(Tag.PixelData, VR.OW, Arrays.copyOf(pixels, pixels.length / 4 * 2));
        Part10.write(image, file);
        return file;
    }

    /** SOP Instance, Series and Study Instance UID are relative paths. */
    public static Path pathCharacterUids(StudyPlan plan, Path file) throws IOException {
        Attributes image = image(plan, "path-uids");
        image.setString(Tag.SOPInstanceUID, VR.UI, PATH_UID);
        image.setString(Tag.SeriesInstanceUID, VR.UI, PATH_UID + "-series");
        image.setString(Tag.StudyInstanceUID, VR.UI, PATH_UID + "-study");
        Part10.write(image, file);
        return file;
    }

    /** One slice of a computed tomography: valid, and nothing that Vigie measures. */
    public static Path ct(StudyPlan plan, Path file) throws IOException {
        Attributes ct = image(plan, "ct");
        for (int tag : new int[] {
            Tag.DiffusionBValue,
            Tag.ScanningSequence,
            Tag.SequenceVariant,
            Tag.ScanOptions,
            Tag.MRAcquisitionType,
            Tag.SequenceName,
            Tag.RepetitionTime,
            Tag.EchoTime,
            Tag.EchoTrainLength,
            Tag.FlipAngle,
            Tag.MagneticFieldStrength,
            Tag.ImagingFrequency,
            Tag.ImagedNucleus
        }) {
            ct.remove(tag);
        }
        ct.setString(Tag.SOPClassUID, VR.UI, UID.CTImageStorage);
        ct.setString(Tag.Modality, VR.CS, "CT");
        ct.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "AXIAL");
        ct.setString(Tag.KVP, VR.DS, "120");
        ct.setString(Tag.RescaleIntercept, VR.DS, "-1024");
        ct.setString(Tag.RescaleSlope, VR.DS, "1");
        Part10.write(ct, file);
        return file;
    }

    /** What a port scanner sends. */
    public static byte[] randomBytes(long seed, int count) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static Attributes image(StudyPlan plan, String what) {
        StudyPlan own = plan.withUidSeed(what);
        Attributes image = PhantomImage.of(own, 0, 0);
        image.setString(Tag.SOPInstanceUID, VR.UI, Uids.of(own.studyUid(), what));
        return image;
    }
}
