package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigie.ingest.dicom.Pdus.EXPLICIT;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.MR;
import static org.vigie.ingest.dicom.Pdus.VERIFICATION;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.join;
import static org.vigie.ingest.dicom.Pdus.pdu;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.net.Association;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** Peers that break the protocol or the patience: bounded, named, and the next one is served as ever. */
@Timeout(120)
class HardToBreakTest {
    private static final int A_ABORT = 7;
    private static final int ACCEPTED = 2;
    /** Source: service provider; reasons of PS3.8 table 9-26. */
    private static final List<Integer> UNRECOGNIZED_PDU = List.of(2, 1);

    private static final List<Integer> UNEXPECTED_PDU = List.of(2, 2);
    private static final List<Integer> INVALID_VALUE = List.of(2, 6);

    @TempDir
    Path home;

    private Listening vigie;

    @BeforeEach
    void listen() throws IOException {
        vigie = new Listening(
                home,
                Map.of(
                        "vigie.dicom.request-timeout", "1s",
                        "vigie.dicom.data-timeout", "1s",
                        "vigie.dicom.write-timeout", "1s",
                        "vigie.dicom.idle-timeout", "2s",
                        "vigie.dicom.max-waiting-connections", "40"));
    }

    @AfterEach
    void everyConnectionIsGoneAndTheNextIsServed() throws IOException {
        assertEchoed();
        Awaitility.await().until(() -> vigie.gauge("ingest.connections.open") == 0);
        assertThat(vigie.gauge("ingest.associations.open")).isZero();
        vigie.close();
    }

    @Test
    void bytesDribbledIntoTheRequestHoldNobodyUp() throws Exception {
        byte[] request = request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT));
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slow.add(Pdus.connect(vigie.port()));
        }
        long started = System.nanoTime();
        for (int at = 0; at < 100 && System.nanoTime() - started < 900_000_000L; at++) {
            for (Socket socket : slow) {
                socket.getOutputStream().write(request[at]);
            }
            assertEchoed();
        }

        for (Socket socket : slow) {
            assertThat(isEnded(socket)).isTrue();
        }
        assertThat(vigie.count("ingest.connections.dropped", "reason", "request-timeout"))
                .isEqualTo(20);
    }

    @Test
    void aPduThatDoesNotEndInTimeIsEnded() throws IOException {
        try (Socket socket = associated()) {
            long started = System.nanoTime();
            socket.getOutputStream().write(HexFormat.of().parseHex("04000000ff00"));
            assertThat(isEnded(socket)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        }
        assertThat(vigie.count("ingest.connections.dropped", "reason", "data-timeout"))
                .isEqualTo(1);
    }

    @Test
    void aMessageThatPausesBetweenItsPdusIsEnded() throws IOException {
        try (Socket socket = associated()) {
            socket.getOutputStream().write(Pdus.data(1, true, false, new byte[8]));
            assertThat(isEnded(socket)).isTrue();
        }
        assertThat(vigie.count("ingest.connections.dropped", "reason", "data-timeout"))
                .isEqualTo(1);
    }

    @Test
    void aSilentAssociationIsAbortedAfterItsTime() throws IOException {
        try (Socket socket = associated()) {
            assertThat(Pdus.read(socket).type()).isEqualTo(A_ABORT);
        }
    }

    @Test
    void aPeerThatDoesNotReadItsAnswersIsEnded() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), vigie.port()));
            assertThat(Pdus.exchange(socket, request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT)))
                            .type())
                    .isEqualTo(ACCEPTED);
            byte[] echo = Pdus.data(
                    1,
                    true,
                    true,
                    HexFormat.of()
                            .parseHex(
                                    "0000000004000000380000000000020012000000" + "312e322e3834302e31303030382e312e3100"
                                            + "000000010200000030000000100102000000010000000008020000000101"));
            byte[] many = join(Stream.generate(() -> echo).limit(500).toArray(byte[][]::new));
            Thread flood = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(many);
                    }
                } catch (IOException ended) {
                    return;
                }
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> vigie.count("ingest.connections.dropped", "reason", "write-timeout") == 1);
            flood.join();
        }
    }

    @Test
    void aPortScanAndRandomBytesDisturbNobody() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            try (Socket socket = Pdus.connect(vigie.port())) {
                if (i % 3 > 0) {
                    byte[] noise = new byte[random.nextInt(3000)];
                    random.nextBytes(noise);
                    socket.getOutputStream()
                            .write(i % 3 == 1 ? noise : Pdus.ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
                }
            } catch (IOException closedByPeer) {
                assertThat(closedByPeer).isNotNull();
            }
        }
        assertEchoed();
        Awaitility.await().until(() -> vigie.count("ingest.connections.dropped", "reason", "not-dicom") > 90);
    }

    @Test
    void connectionsThatOnlyHoldThePortMakeRoomForOthers() throws IOException {
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(Pdus.connect(vigie.port()));
        }
        assertEchoed();
        assertThat(vigie.count("ingest.connections.dropped", "reason", "crowded"))
                .isBetween(55.0, 65.0);
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void lengthsOfFourGibibytesAreRefusedBeforeAByteIsKept() throws IOException {
        try (Socket socket = Pdus.connect(vigie.port())) {
            assertThat(Pdus.exchange(socket, HexFormat.of().parseHex("0100ffffffff"))
                            .abort())
                    .isEqualTo(INVALID_VALUE);
        }
        for (String header : List.of("0400ffffffff", "040000ffffff", "0500ffffffff", "040000000003")) {
            try (Socket socket = associated()) {
                assertThat(Pdus.exchange(socket, HexFormat.of().parseHex(header))
                                .abort())
                        .as(header)
                        .isEqualTo(INVALID_VALUE);
            }
        }
        try (Socket socket = associated()) {
            byte[] fragmentTooLong = pdu(4, HexFormat.of().parseHex("7fffffff0103"));
            assertThat(Pdus.exchange(socket, fragmentTooLong).abort()).isEqualTo(INVALID_VALUE);
        }
    }

    @Test
    void pdusOutOfPlaceAreAborted() throws IOException {
        try (Socket socket = Pdus.connect(vigie.port())) {
            assertThat(Pdus.exchange(socket, pdu(4, new byte[12])).abort()).isEqualTo(UNRECOGNIZED_PDU);
        }
        try (Socket socket = associated()) {
            assertThat(Pdus.exchange(socket, pdu(9, new byte[4])).abort()).isEqualTo(UNRECOGNIZED_PDU);
        }
        try (Socket socket = associated()) {
            byte[] again = request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT));
            assertThat(Pdus.exchange(socket, again).abort()).isEqualTo(UNEXPECTED_PDU);
        }
    }

    @Test
    void contextIdsThatAreEvenRepeatedOrTooManyAreRefused() throws IOException {
        byte[] repeated = join(context(1, MR, IMPLICIT), context(1, VERIFICATION, IMPLICIT));
        byte[] tooMany = join(Stream.iterate(1, i -> i + 2)
                .limit(140)
                .map(i -> context(i, MR, IMPLICIT))
                .toArray(byte[][]::new));
        byte[] allOf128 = join(Stream.iterate(1, i -> i + 2)
                .limit(128)
                .map(i -> context(i, MR, IMPLICIT, EXPLICIT))
                .toArray(byte[][]::new));
        for (byte[] contexts : List.of(
                repeated, context(2, MR, IMPLICIT), context(0, MR, IMPLICIT), tooMany, context(1, MR), new byte[0])) {
            try (Socket socket = Pdus.connect(vigie.port())) {
                assertThat(Pdus.exchange(socket, request("VIGIE", "PACS", contexts))
                                .abort())
                        .isEqualTo(INVALID_VALUE);
            }
        }
        try (Socket socket = Pdus.connect(vigie.port())) {
            assertThat(Pdus.exchange(socket, request("VIGIE", "PACS", allOf128)).type())
                    .isEqualTo(ACCEPTED);
        }
        assertThat(vigie.count("ingest.connections.dropped", "reason", "bad-request"))
                .isEqualTo(6);
    }

    @Test
    void aRequestThatLiesAboutLengthsOrNamesIsRefused() throws IOException {
        byte[] good = request("VIGIE", "PACS", context(1, MR, IMPLICIT));
        List<byte[]> bad = new ArrayList<>();
        bad.add(request("VIGIE", "PA\nCS", context(1, MR, IMPLICIT)));
        bad.add(request("VIGIE", "PACS", context(1, MR, IMPLICIT), Pdus.item(0x51, new byte[] {0, 0, 0, 9})));
        for (int at : List.of(74 + 2, 74 + 25 + 2)) {
            byte[] lie = good.clone();
            ByteBuffer.wrap(lie).putShort(at, (short) 0xFFFF);
            bad.add(lie);
        }
        for (byte[] request : bad) {
            try (Socket socket = Pdus.connect(vigie.port())) {
                assertThat(Pdus.exchange(socket, request).abort()).isEqualTo(INVALID_VALUE);
            }
        }
        byte[] hugeMaximum = request(
                "VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT), Pdus.item(0x51, new byte[] {-1, -1, -1, -1}));
        try (Socket socket = Pdus.connect(vigie.port())) {
            assertThat(Pdus.exchange(socket, hugeMaximum).type()).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void aCommandSetWithoutEndIsRefused() throws IOException {
        try (Socket socket = associated()) {
            byte[] fragment = Pdus.data(1, true, false, new byte[16_000]);
            IOException broken = null;
            for (int i = 0; i < 6 && broken == null; i++) {
                try {
                    socket.getOutputStream().write(fragment);
                } catch (IOException e) {
                    broken = e;
                }
            }
            Pdus.Pdu answer = broken == null ? Pdus.read(socket) : new Pdus.Pdu(A_ABORT, new byte[4]);
            assertThat(answer.type()).isEqualTo(A_ABORT);
        }
    }

    @Test
    void anAbortInTheMiddleOfADataSetLeavesNothingBehind() throws Exception {
        try (Scu scu = new Scu("PACS")) {
            Association association = scu.associate(vigie.port(), UID.MRImageStorage, UID.ExplicitVRLittleEndian);
            association.cstore(
                    UID.MRImageStorage,
                    "1.2.3",
                    0,
                    (out, syntax) -> {
                        out.write(new byte[300_000]);
                        throw new IOException("the sender gives up");
                    },
                    UID.ExplicitVRLittleEndian,
                    new org.dcm4che3.net.DimseRSPHandler(association.nextMessageID()));
        } catch (IOException givenUp) {
            assertThat(givenUp).hasMessageContaining("gives up");
        }
        Awaitility.await().until(() -> vigie.gauge("ingest.connections.open") == 0);
        assertThat(vigie.entries()).isEmpty();
        try (Stream<Path> incoming = Files.list(home.resolve("store/incoming"))) {
            assertThat(incoming).isEmpty();
        }
        assertStored();
    }

    private void assertStored() throws Exception {
        Attributes data = new Attributes();
        data.setString(Tag.SOPClassUID, VR.UI, UID.RawDataStorage);
        data.setString(Tag.SOPInstanceUID, VR.UI, "1.2.3.4");
        data.setString(Tag.StudyInstanceUID, VR.UI, "1.2.3");
        data.setString(Tag.SeriesInstanceUID, VR.UI, "1.2.3.1");
        try (Scu scu = new Scu("PACS")) {
            Association association = scu.associate(vigie.port(), UID.RawDataStorage, UID.ExplicitVRLittleEndian);
            assertThat(Scu.store(association, UID.RawDataStorage, "1.2.3.4", data, UID.ExplicitVRLittleEndian))
                    .isZero();
            association.release();
        }
        assertThat(vigie.entries()).hasSize(1);
    }

    private void assertEchoed() throws IOException {
        try (Scu scu = new Scu("PACS")) {
            Association association = scu.associate(vigie.port(), MR, IMPLICIT);
            assertThat(Scu.echo(association)).isZero();
            association.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket associated() throws IOException {
        Socket socket = Pdus.connect(vigie.port());
        assertThat(Pdus.exchange(socket, request("VIGIE", "PACS", context(1, MR, IMPLICIT)))
                        .type())
                .isEqualTo(ACCEPTED);
        return socket;
    }

    /** End of stream or reset, after whatever was still said. */
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
