package org.vigie.ingest.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.vigie.ingest.SharedData;

/** Files that break readers: kept ones, made ones, and random changes of valid ones. */
public final class Mutations {
    private Mutations() {}

    /** How many random ones a run takes; the long form with {@code -Pacceptance}. */
    public static int count() {
        return Boolean.getBoolean("vigie.acceptance") ? 10_000 : 500;
    }

    /** Valid files to change: images and segmentations. */
    public static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : SharedData.dicomFiles(SharedData.folder("S01_mrbias_diffusion_session1"))
                .subList(0, 3)) {
            seeds.add(Files.readAllBytes(file));
        }
        try (Stream<Path> files = Files.walk(SharedData.folder("S12_highdicom"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".dcm"))
                    .sorted()
                    .limit(8)
                    .toList()) {
                seeds.add(Files.readAllBytes(file));
            }
        }
        return seeds;
    }

    /** Files other people found to break readers. */
    public static List<byte[]> kept() throws IOException {
        List<byte[]> kept = new ArrayList<>();
        for (String bundle : List.of("S14_pydicom", "S18_fuzz_sample")) {
            try (Stream<Path> files = Files.walk(SharedData.folder(bundle))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    kept.add(Files.readAllBytes(file));
                }
            }
        }
        return kept;
    }

    /** Sequences in sequences, lengths nobody has bytes for, a million elements. */
    public static List<byte[]> bombs() {
        List<byte[]> bombs = new ArrayList<>();
        for (int depth : new int[] {100, 10_000, 200_000}) {
            ByteArrayOutputStream bomb = part10();
            for (int i = 0; i < depth; i++) {
                // (0008,1115) SQ of undefined length, item of undefined length
                bomb.writeBytes(new byte[] {8, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1});
                bomb.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1});
            }
            bombs.add(bomb.toByteArray());
        }
        for (byte high : new byte[] {0x7F, -1}) {
            ByteArrayOutputStream lie = part10();
            lie.writeBytes(new byte[] {8, 0, 0x08, 0x00, 'U', 'T', 0, 0, -2, -1, -1, high});
            lie.writeBytes(new byte[1000]);
            bombs.add(lie.toByteArray());
        }
        ByteArrayOutputStream many = part10();
        for (int i = 0; i < 1_000_000; i++) {
            many.writeBytes(new byte[] {9, (byte) (i >> 16), (byte) i, (byte) (i >> 8), 'L', 'O', 0, 0});
        }
        bombs.add(many.toByteArray());
        ByteArrayOutputStream backwards = part10();
        for (int i = 200_000; i > 0; i--) {
            backwards.writeBytes(new byte[] {9, (byte) (i >> 16), (byte) i, (byte) (i >> 8), 'L', 'O', 0, 0});
        }
        bombs.add(backwards.toByteArray());
        ByteArrayOutputStream unknown = part10();
        unknown.writeBytes(new byte[] {9, 0, 0x10, 0x10, 'U', 'N', 0, 0, -1, -1, -1, -1});
        for (int i = 0; i < 100_000; i++) {
            // inside UN the encoding is implicit (PS3.5 6.2.2)
            unknown.writeBytes(new byte[] {-2, -1, 0, -32, -1, -1, -1, -1, 9, 0, 0x10, 0x10, -1, -1, -1, -1});
        }
        bombs.add(unknown.toByteArray());
        ByteArrayOutputStream crowd = part10();
        crowd.writeBytes(new byte[] {8, 0, 0x15, 0x11, 'S', 'Q', 0, 0, -1, -1, -1, -1});
        for (int i = 0; i < 2_100_000; i++) {
            crowd.writeBytes(new byte[] {-2, -1, 0, -32, 0, 0, 0, 0});
        }
        bombs.add(crowd.toByteArray());
        bombs.addAll(escapes());
        return bombs;
    }

    /** Identifiers that would lead out of the store if anybody made a name of them. */
    private static List<byte[]> escapes() {
        List<byte[]> files = new ArrayList<>();
        for (String uid : List.of("../../../tmp/vigie-escaped", "/tmp/vigie-escaped", "1.2/../../3", "1.2.3\\..\\4")) {
            byte[] value = (uid.length() % 2 == 0 ? uid : uid + "\0").getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream file = part10();
            for (byte[] tag : new byte[][] {{8, 0, 0x18, 0}, {0x20, 0, 0x0D, 0}, {0x20, 0, 0x0E, 0}}) {
                file.writeBytes(tag);
                file.writeBytes(new byte[] {'U', 'I', (byte) value.length, 0});
                file.writeBytes(value);
            }
            files.add(file.toByteArray());
        }
        return files;
    }

    public static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        // Most harm is done in the header.
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2_000);
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            int at = random.nextInt(reach);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = -1;
                case 3 -> {
                    int length = Math.min(random.nextInt(64), bytes.length - at);
                    int from = random.nextInt(bytes.length - length);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
                default -> {
                    return Arrays.copyOf(bytes, Math.max(140, at));
                }
            }
        }
        return bytes;
    }

    private static ByteArrayOutputStream part10() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[128]);
        file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        return file;
    }
}
