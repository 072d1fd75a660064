package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigie.ingest.dicom.Pdus.IMPLICIT;
import static org.vigie.ingest.dicom.Pdus.VERIFICATION;
import static org.vigie.ingest.dicom.Pdus.context;
import static org.vigie.ingest.dicom.Pdus.request;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/**
 * A sender that writes a message in two parts and keeps Nagle's algorithm on waits for the receiver's delayed
 * acknowledgement, 40 ms each time: DCMTK as Debian builds it, and many modalities.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class NagleTest {
    /** Command set of a C-ECHO-RQ, implicit little endian (PS3.7 9.3.5.1), of 56 bytes behind the group length. */
    private static final byte[] ECHO = HexFormat.of()
            .parseHex("000000000400000038000000" + "0000020012000000312e322e3834302e31303030382e312e3100"
                    + "00000001020000003000" + "00001001020000000100" + "00000008020000000101");

    @TempDir
    Path home;

    @Test
    void aSenderWithNaglesAlgorithmOnIsNotKeptWaiting() throws IOException {
        try (Listening vigie = new Listening(home, Map.of());
                Socket socket = associated(vigie)) {
            echoes(socket, 300);
            double healed = echoes(socket, 1500);
            double delayed = withoutHealing();
            System.out.printf(
                    "NagleTest: %.0f messages/s from a sender with Nagle's algorithm, %.0f without our help%n",
                    healed, delayed);
            assertThat(healed).isGreaterThan(10 * delayed);
        }
    }

    /** The same sender against a receiver that leaves acknowledgements to the system. */
    private static double withoutHealing() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = Pdus.connect(server.getLocalPort())) {
            Thread.ofVirtual().start(() -> answer(server));
            echoes(socket, 20);
            return echoes(socket, 40);
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket accepted = server.accept()) {
            accepted.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(accepted.getInputStream());
            byte[] message = Pdus.data(1, true, true, ECHO);
            while (true) {
                in.readFully(message);
                accepted.getOutputStream().write(message);
            }
        } catch (IOException senderIsGone) {
            return;
        }
    }

    private static double echoes(Socket socket, int count) throws IOException {
        byte[] message = Pdus.data(1, true, true, ECHO);
        OutputStream out = socket.getOutputStream();
        long started = System.nanoTime();
        for (int i = 0; i < count; i++) {
            out.write(Arrays.copyOf(message, 12));
            out.write(Arrays.copyOfRange(message, 12, message.length));
            assertThat(Pdus.read(socket).type()).isEqualTo(4);
        }
        return count * 1e9 / (System.nanoTime() - started);
    }

    private static Socket associated(Listening vigie) throws IOException {
        Socket socket = Pdus.connect(vigie.port());
        assertThat(socket.getTcpNoDelay()).isFalse();
        Pdus.exchange(socket, request("VIGIE", "PACS", context(1, VERIFICATION, IMPLICIT)));
        return socket;
    }
}
