package org.vigie.simulator.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;

/** Reads back what was written. */
final class Files10 {
    private Files10() {}

    static Attributes read(Path file) throws IOException {
        try (DicomInputStream in = new DicomInputStream(file.toFile())) {
            return in.readDataset(-1, -1);
        }
    }

    static int[] pixels(Attributes image) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(image.getBytes(Tag.PixelData)).order(ByteOrder.LITTLE_ENDIAN);
        int[] values = new int[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getShort() & 0xffff;
        }
        return values;
    }
}
