package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** C-STORE commands that say what no sender should; written by hand, since no library does. */
@Timeout(60)
class OddCommandsTest {
    private static final int NO_DATA_SET = 0x0101;

    @TempDir
    Path home;

    /** PS3.7 9.3.1.1: the Command Data Set Type of a C-STORE is never 0101. */
    @Test
    void aStoreWithoutADataSetIsAnsweredAndTheAssociationGoesOn() throws IOException {
        try (Listening vigie = new Listening(home, Map.of());
                Socket socket = associated(vigie)) {
            for (int i = 0; i < 2; i++) {
                Attributes response = send(socket, store(Pdus.MR, NO_DATA_SET));

                assertThat(response.getInt(Tag.Status, -1)).isEqualTo(0xC000);
                assertThat(response.getString(Tag.ErrorComment)).isEqualTo("no data set, says (0000,0800)");
            }
            assertThat(vigie.journal().size()).isZero();
        }
    }

    /** The context is of a class on the list, the command names one that is not. */
    @Test
    void aClassThatIsNotOnTheListIsNotStoredUnderTheContextOfOneThatIs() throws IOException {
        try (Listening vigie = new Listening(home, Map.of("vigie.dicom.sop-classes", Pdus.MR));
                Socket socket = associated(vigie)) {
            socket.getOutputStream().write(Pdus.data(1, true, true, store(UID.CTImageStorage, 0)));

            Attributes response = answer(socket, Pdus.data(1, false, true, new byte[100]));

            assertThat(response.getInt(Tag.Status, -1)).isEqualTo(0x0122);
            assertThat(vigie.journal().size()).isZero();
        }
    }

    private static Socket associated(Listening vigie) throws IOException {
        return associated(vigie, Pdus.MR);
    }

    static Socket associated(Listening vigie, String abstractSyntax) throws IOException {
        Socket socket = Pdus.connect(vigie.port());
        Pdus.Pdu answer =
                Pdus.exchange(socket, Pdus.request("VIGIE", "PACS", Pdus.context(1, abstractSyntax, Pdus.EXPLICIT)));
        assertThat(answer.type()).isEqualTo(2);
        return socket;
    }

    private static Attributes send(Socket socket, byte[] command) throws IOException {
        return answer(socket, Pdus.data(1, true, true, command));
    }

    private static Attributes answer(Socket socket, byte[] pdu) throws IOException {
        socket.getOutputStream().write(pdu);
        return answer(socket);
    }

    static Attributes answer(Socket socket) throws IOException {
        Pdus.Pdu answer = Pdus.read(socket);
        assertThat(answer.type()).isEqualTo(4);
        java.io.InputStream command = new java.io.ByteArrayInputStream(answer.body(), 6, answer.body().length - 6);
        try (DicomInputStream in = new DicomInputStream(command, UID.ImplicitVRLittleEndian)) {
            return in.readCommand();
        }
    }

    private static byte[] store(String sopClass, int dataSetType) {
        return command(Pdus.join(
                element(0x0002, Pdus.ascii(sopClass.length() % 2 == 0 ? sopClass : sopClass + '\0')),
                element(0x0100, number(1)),
                element(0x0110, number(7)),
                element(0x0700, number(0)),
                element(0x0800, number(dataSetType)),
                element(0x1000, Pdus.ascii("1.2.3.4\0"))));
    }

    /** Asks for storage commitment. */
    static byte[] action() {
        return command(Pdus.join(
                element(0x0003, Pdus.ascii("1.2.840.10008.1.20.1")),
                element(0x0100, number(0x0130)),
                element(0x0110, number(7)),
                element(0x0800, number(0)),
                element(0x1001, Pdus.ascii("1.2.840.10008.1.20.1.1")),
                element(0x1008, number(1))));
    }

    private static byte[] command(byte[] elements) {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(element(
                0x0000,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(elements.length)
                        .array()));
        command.writeBytes(elements);
        return command.toByteArray();
    }

    private static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }
}
