package org.vigie.ingest.dicom;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** PDUs written by hand after PS3.8 section 9.3, right and wrong ones, with no DICOM library between. */
final class Pdus {
    static final String VERIFICATION = "1.2.840.10008.1.1";
    static final String MR = "1.2.840.10008.5.1.4.1.1.4";
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private Pdus() {}

    /** What came back: type and body. */
    @SuppressWarnings("ArrayRecordComponent")
    record Pdu(int type, byte[] body) {
        /** Result, source and reason of an A-ASSOCIATE-RJ. */
        List<Integer> rejection() {
            return List.of((int) body[1], (int) body[2], (int) body[3]);
        }

        /** Source and reason of an A-ABORT. */
        List<Integer> abort() {
            return List.of((int) body[2], (int) body[3]);
        }
    }

    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(15_000);
        return socket;
    }

    static Pdu read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int type = in.readUnsignedByte();
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Pdu(type, body);
    }

    /** Sends and reads one PDU. */
    static Pdu exchange(Socket socket, byte[] pdu) throws IOException {
        socket.getOutputStream().write(pdu);
        return read(socket);
    }

    static byte[] context(int id, String abstractSyntax, String... transferSyntaxes) {
        ByteArrayOutputStream item = new ByteArrayOutputStream();
        item.writeBytes(new byte[] {(byte) id, 0, 0, 0});
        item.writeBytes(item(0x30, ascii(abstractSyntax)));
        for (String syntax : transferSyntaxes) {
            item.writeBytes(item(0x40, ascii(syntax)));
        }
        return item(0x20, item.toByteArray());
    }

    /** An A-ASSOCIATE-RQ. */
    static byte[] request(String called, String calling, byte[] contexts, byte[]... userItems) {
        ByteArrayOutputStream user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(16384).array()));
        user.writeBytes(item(0x52, ascii("1.2.3.4")));
        for (byte[] more : userItems) {
            user.writeBytes(more);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(ascii("%-16s%-16s".formatted(called, calling)));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, ascii("1.2.840.10008.3.1.1.1")));
        body.writeBytes(contexts);
        body.writeBytes(item(0x50, user.toByteArray()));
        return pdu(1, body.toByteArray());
    }

    static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    static byte[] item(int type, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    /** One P-DATA-TF with one fragment. */
    static byte[] data(int context, boolean command, boolean last, byte[] fragment) {
        int control = (command ? 1 : 0) | (last ? 2 : 0);
        return pdu(
                4,
                ByteBuffer.allocate(6 + fragment.length)
                        .putInt(fragment.length + 2)
                        .put((byte) context)
                        .put((byte) control)
                        .put(fragment)
                        .array());
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
