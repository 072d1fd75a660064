package org.vigie.simulator.dicom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomOutputStream;

/** Writes files of DICOM part 10. */
final class Part10 {
    private Part10() {}

    static void write(Attributes dataset, Path file) throws IOException {
        write(dataset, UID.ExplicitVRLittleEndian, file);
    }

    static void write(Attributes dataset, String transferSyntax, Path file) throws IOException {
        try (DicomOutputStream out = new DicomOutputStream(
                new BufferedOutputStream(Files.newOutputStream(file)), UID.ExplicitVRLittleEndian)) {
            out.writeDataset(dataset.createFileMetaInformation(transferSyntax), dataset);
        }
    }
}
