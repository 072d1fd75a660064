package org.vigie.bench.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * MR slices of 256 x 256, 16 bits: 132 kB each, 100 to a series, b 0 and 800. UIDs have a fixed width, so that a round
 * gets instances of its own by writing digits over.
 */
final class Slices {
    static final String MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String UID_FORM = "1.2.826.0.1.3680043.10.1469.%06d.%07d.%07d";
    private static final int EDGE = 256;

    private final byte[][] dataSets;
    private final int imagesPerStudy;

    Slices(int count, int imagesPerStudy) {
        this.imagesPerStudy = imagesPerStudy;
        this.dataSets = new byte[count][];
        byte[] pixels = new byte[2 * EDGE * EDGE];
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < pixels.length; p += 2) {
                int value = 200 + random.nextInt(800);
                pixels[p] = (byte) value;
                pixels[p + 1] = (byte) (value >> 8);
            }
            dataSets[i] = slice(i, pixels);
        }
    }

    int count() {
        return dataSets.length;
    }

    long bytes() {
        return (long) count() * dataSets[0].length;
    }

    byte[] dataSet(int index) {
        return dataSets[index];
    }

    String sopInstanceUid(int round, int index) {
        return uid(round, 1 + index / imagesPerStudy, 1_000 + index);
    }

    /** Makes all slices those of a round. */
    void setRound(int round) {
        for (byte[] bytes : dataSets) {
            setRound(bytes, round);
        }
    }

    /** One slice as it is in a round, for senders of several rounds at once. */
    byte[] copyOf(int index, int round) {
        byte[] copy = dataSets[index].clone();
        setRound(copy, round);
        return copy;
    }

    private static void setRound(byte[] bytes, int round) {
        byte[] digits = "%06d".formatted(round + 100_000).getBytes(StandardCharsets.US_ASCII);
        byte[] prefix = UID_FORM.substring(0, UID_FORM.indexOf('%')).getBytes(StandardCharsets.US_ASCII);
        // All UIDs stand in front of the pixels.
        for (int at = 0; at < 2_000; at++) {
            if (startsWith(bytes, at, prefix)) {
                System.arraycopy(digits, 0, bytes, at + prefix.length, digits.length);
            }
        }
    }

    /** As Part 10 files, for senders that read such. */
    void writeFiles(Path folder, int round) throws IOException {
        setRound(round);
        Files.createDirectories(folder);
        for (int i = 0; i < dataSets.length; i++) {
            try (OutputStream out = Files.newOutputStream(folder.resolve("%05d".formatted(i)))) {
                byte[] meta = new DataSet()
                        .longHead(2, 1, "OB", 2)
                        .bytes(new byte[] {0, 1})
                        .text(2, 2, "UI", MR_IMAGE)
                        .text(2, 3, "UI", sopInstanceUid(round, i))
                        .text(2, 0x10, "UI", EXPLICIT)
                        .text(2, 0x12, "UI", "1.2.826.0.1.3680043.10.1469.0")
                        .toBytes();
                out.write(new byte[128]);
                out.write("DICM".getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[] {2, 0, 0, 0, 'U', 'L', 4, 0});
                for (int b = 0; b < 4; b++) {
                    out.write(meta.length >> (8 * b));
                }
                out.write(meta);
                out.write(dataSets[i]);
            }
        }
    }

    private byte[] slice(int i, byte[] pixels) {
        int study = 1 + i / imagesPerStudy;
        double z = i % 100 * 4.0;
        return header(uid(0, study, 1_000 + i), uid(0, study, 1), uid(0, study, 2 + i % imagesPerStudy / 100), study, i)
                .text(0x0020, 0x0032, "DS", String.format(Locale.ROOT, "-160\\-160\\%.1f", z))
                .text(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0")
                .text(0x0020, 0x0052, "UI", uid(0, study, 9))
                .unsignedShort(0x0028, 0x0002, 1)
                .text(0x0028, 0x0004, "CS", "MONOCHROME2")
                .unsignedShort(0x0028, 0x0010, EDGE)
                .unsignedShort(0x0028, 0x0011, EDGE)
                .text(0x0028, 0x0030, "DS", "1.25\\1.25")
                .unsignedShort(0x0028, 0x0100, 16)
                .unsignedShort(0x0028, 0x0101, 12)
                .unsignedShort(0x0028, 0x0102, 11)
                .unsignedShort(0x0028, 0x0103, 0)
                .longHead(0x7FE0, 0x0010, "OW", pixels.length)
                .bytes(pixels)
                .toBytes();
    }

    static DataSet header(String sop, String study, String series, int studyNumber, int instance) {
        return new DataSet()
                .text(0x0008, 0x0008, "CS", "ORIGINAL\\PRIMARY\\M\\SE")
                .text(0x0008, 0x0016, "UI", MR_IMAGE)
                .text(0x0008, 0x0018, "UI", sop)
                .text(0x0008, 0x0020, "DA", "20260302")
                .text(0x0008, 0x0030, "TM", "091500")
                .text(0x0008, 0x0060, "CS", "MR")
                .text(0x0008, 0x0070, "LO", "SIEMENS")
                .text(0x0008, 0x103E, "LO", "ep2d_diff_b0_b800")
                .text(0x0010, 0x0010, "PN", "BENCH^" + studyNumber)
                .text(0x0010, 0x0020, "LO", "BENCH-" + studyNumber)
                .text(0x0010, 0x0040, "CS", "F")
                .text(0x0018, 0x0020, "CS", "EP")
                .text(0x0018, 0x0050, "DS", "4")
                .text(0x0018, 0x0080, "DS", "6000")
                .text(0x0018, 0x0081, "DS", "62")
                .doubles(0x0018, 0x9087, instance % 2 == 0 ? 0 : 800)
                .text(0x0020, 0x000D, "UI", study)
                .text(0x0020, 0x000E, "UI", series)
                .text(0x0020, 0x0013, "IS", Integer.toString(instance));
    }

    private static String uid(int round, int study, int item) {
        return UID_FORM.formatted(round + 100_000, study + 1_000_000, item + 1_000_000);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        if (at + prefix.length + 6 > bytes.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
