package org.vigie.mr.dicom;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;

/** Headers with all that a measurement needs. */
final class SampleHeaders {
    private SampleHeaders() {}

    static Attributes classic() {
        Attributes header = identified(UID.MRImageStorage);
        header.setDouble(Tag.ImagePositionPatient, VR.DS, -100, -100, 8);
        header.setDouble(Tag.ImageOrientationPatient, VR.DS, 1, 0, 0, 0, 1, 0);
        header.setDouble(Tag.PixelSpacing, VR.DS, 2, 2.5);
        header.setDouble(Tag.SliceThickness, VR.DS, 4);
        header.setDouble(Tag.DiffusionBValue, VR.FD, 800);
        return header;
    }

    static Attributes enhanced(int frames) {
        Attributes header = identified(UID.EnhancedMRImageStorage);
        header.setInt(Tag.NumberOfFrames, VR.IS, frames);
        Attributes shared = new Attributes();
        item(shared, Tag.PlaneOrientationSequence).setDouble(Tag.ImageOrientationPatient, VR.DS, 1, 0, 0, 0, 1, 0);
        item(shared, Tag.PixelMeasuresSequence).setDouble(Tag.PixelSpacing, VR.DS, 2, 2.5);
        header.newSequence(Tag.SharedFunctionalGroupsSequence, 1).add(shared);
        var perFrame = header.newSequence(Tag.PerFrameFunctionalGroupsSequence, frames);
        for (int i = 0; i < frames; i++) {
            Attributes frame = new Attributes();
            item(frame, Tag.PlanePositionSequence).setDouble(Tag.ImagePositionPatient, VR.DS, -100, -100, 4 * i);
            item(frame, Tag.MRDiffusionSequence).setDouble(Tag.DiffusionBValue, VR.FD, 800);
            perFrame.add(frame);
        }
        return header;
    }

    static Attributes item(Attributes parent, int sequence) {
        Attributes item = new Attributes();
        parent.newSequence(sequence, 1).add(item);
        return item;
    }

    private static Attributes identified(String sopClass) {
        Attributes header = new Attributes();
        header.setString(Tag.SOPClassUID, VR.UI, sopClass);
        header.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3.4");
        header.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3");
        header.setString(Tag.StudyInstanceUID, VR.UI, "1.2");
        header.setString(Tag.ImageType, VR.CS, "ORIGINAL", "PRIMARY", "DIFFUSION", "NONE");
        header.setInt(Tag.Rows, VR.US, 128);
        header.setInt(Tag.Columns, VR.US, 96);
        header.setInt(Tag.BitsAllocated, VR.US, 16);
        header.setInt(Tag.BitsStored, VR.US, 12);
        return header;
    }
}
