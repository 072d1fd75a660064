package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigie.ingest.dicom.Pdus.EXPLICIT;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.MR;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.join;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** Whole conversations with a few bytes changed: request, fragments and their headers, command sets, data. */
@Timeout(1200)
class PduMutationTest {
    private static final int COUNT = Boolean.getBoolean("vigie.acceptance") ? 10_000 : 500;
    private static final int[] EDGES = {0, 1, 2, 3, 6, 0x7F, 0x80, 0xFE, 0xFF};

    @TempDir
    Path home;

    @Test
    void noConversationCrashesHangsOrStays() throws Exception {
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        System.out.println("PduMutationTest: " + COUNT + " conversations, -Dvigie.seed=" + seed);
        Random random = new Random(seed);
        long longest = 0;
        try (Listening vigie =
                new Listening(home, Map.of("vigie.dicom.request-timeout", "1s", "vigie.dicom.data-timeout", "1s"))) {
            long before = 0;
            for (int i = 0; i < COUNT; i++) {
                if (i == COUNT / 4) {
                    before = used();
                }
                long started = System.nanoTime();
                converse(vigie.port(), mutate(conversation(i), random));
                longest = Math.max(longest, System.nanoTime() - started);
            }
            assertThat(longest).as("ns for one conversation, seed " + seed).isLessThan(8_000_000_000L);
            Awaitility.await().until(() -> vigie.gauge("ingest.connections.open") == 0);
            assertThat(vigie.gauge("ingest.associations.open")).isZero();
            assertThat(used() - before).as("bytes kept, seed " + seed).isLessThan(32L << 20);
            try (Stream<Path> left = Files.list(home.resolve("store/incoming"))) {
                assertThat(left).isEmpty();
            }
            try (Scu scu = new Scu("PACS")) {
                Association next = scu.associate(vigie.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
                Attributes image = SentImages.image("1.2.77", "1.2.77.1", 16, random);
                assertThat(Scu.store(next, UID.MRImageStorage, "1.2.77.1", image, UID.ExplicitVRLittleEndian))
                        .isZero();
                next.release();
            }
            // What was mutated and still makes sense is kept as any object; each one that is announced can be read.
            for (var entry : vigie.entries()) {
                assertThat(vigie.store().read(entry.event().object())).isNotEmpty();
            }
        }
    }

    /** Says all of it, and nothing more; reads whatever comes until the other side ends. */
    private static void converse(int port, List<byte[]> pdus) throws IOException {
        try (Socket socket = Pdus.connect(port)) {
            for (byte[] pdu : pdus) {
                socket.getOutputStream().write(pdu);
            }
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException hung) {
            throw hung;
        } catch (SocketException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private static List<byte[]> conversation(int number) throws IOException {
        String uid = "1.2.78." + number;
        byte[] dataset = dataset(uid);
        byte[] release = Pdus.pdu(5, new byte[4]);
        return new ArrayList<>(List.of(
                request("VIGIE", "PACS", join(context(1, UID.Verification, IMPLICIT), context(3, MR, EXPLICIT))),
                Pdus.data(1, true, true, command(Commands.mkCEchoRQ(1, UID.Verification))),
                Pdus.data(3, true, true, command(Commands.mkCStoreRQ(2, MR, uid, 0))),
                Pdus.data(3, false, false, Arrays.copyOf(dataset, 600)),
                Pdus.data(3, false, true, Arrays.copyOfRange(dataset, 600, dataset.length)),
                release));
    }

    /** One to four changes: an edge value, a random bit, a cut, a doubled or lost stretch, a changed order, a long length. */
    private static List<byte[]> mutate(List<byte[]> pdus, Random random) {
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int which = random.nextInt(pdus.size());
            byte[] pdu = pdus.get(which).clone();
            if (pdu.length == 0) {
                continue;
            }
            // Headers decide more than values do.
            int at = random.nextInt(random.nextBoolean() ? Math.min(pdu.length, 12) : pdu.length);
            switch (random.nextInt(7)) {
                case 0 -> pdu[at] = (byte) EDGES[random.nextInt(EDGES.length)];
                case 1 -> pdu[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> pdu = Arrays.copyOf(pdu, at);
                case 3 -> pdu = join(Arrays.copyOf(pdu, at), Arrays.copyOfRange(pdu, at / 2, pdu.length));
                case 4 -> {
                    byte[] other = pdus.get(random.nextInt(pdus.size()));
                    pdus.set(which, other);
                    pdu = random.nextBoolean() ? other : pdu;
                }
                case 5 -> {
                    if (at + 4 <= pdu.length) {
                        ByteBuffer.wrap(pdu).putInt(at, random.nextBoolean() ? random.nextInt() : random.nextInt(4096));
                    }
                }
                default -> pdu = join(pdu, pdu);
            }
            pdus.set(which, pdu);
        }
        return pdus;
    }

    private static byte[] command(Attributes command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ImplicitVRLittleEndian)) {
            out.writeCommand(command);
        }
        return bytes.toByteArray();
    }

    private static byte[] dataset(String uid) throws IOException {
        Attributes image = SentImages.image("1.2.78", uid, 32, new Random(7));
        image.setString(Tag.PatientName, VR.PN, "X".repeat(60));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(null, image);
        }
        return bytes.toByteArray();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
