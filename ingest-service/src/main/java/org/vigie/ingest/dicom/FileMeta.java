package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.domain.Uids;

/** The file meta information of our own files (PS3.10, 7.1). */
final class FileMeta {
    private static final String IMPLEMENTATION = "2.25.163684593927331186394519416519137366889";

    private FileMeta() {}

    /** Says nothing of the sender, so that the same data set by another way is the same file. */
    static void write(OutputStream file, Inspector.Announced announced) throws IOException {
        Attributes meta = new Attributes();
        meta.setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1});
        setIfValid(meta, Tag.MediaStorageSOPClassUID, announced.sopClassUid());
        setIfValid(meta, Tag.MediaStorageSOPInstanceUID, announced.sopInstanceUid());
        meta.setString(Tag.TransferSyntaxUID, VR.UI, announced.transferSyntaxUid());
        meta.setString(Tag.ImplementationClassUID, VR.UI, IMPLEMENTATION);
        meta.setString(Tag.ImplementationVersionName, VR.SH, "VIGIE_1");
        DicomOutputStream out = new DicomOutputStream(file, UID.ExplicitVRLittleEndian);
        out.writeFileMetaInformation(meta);
        out.flush();
    }

    private static void setIfValid(Attributes meta, int tag, @Nullable String uid) {
        if (Uids.isValid(uid)) {
            meta.setString(tag, VR.UI, uid);
        }
    }
}
