package org.vigie.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One message of HL7 v2 to a listener, framed as MLLP, and its answer. */
public final class Mllp {
    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int TIMEOUT_MILLIS = 20_000;

    private Mllp() {}

    /** @throws IOException if nobody answers; the message may have arrived all the same and can be sent again */
    public static String send(int port, String message) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(START);
            frame.writeBytes(message.getBytes(StandardCharsets.UTF_8));
            frame.write(END);
            frame.write('\r');
            socket.getOutputStream().write(frame.toByteArray());
            socket.getOutputStream().flush();
            return answer(socket.getInputStream());
        }
    }

    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != END; b = in.read()) {
            if (b != START) {
                text.write(b);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
