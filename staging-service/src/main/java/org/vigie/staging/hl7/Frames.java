package org.vigie.staging.hl7;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** MLLP: start block 0x0B, message, end block 0x1C and carriage return; what stands between frames is skipped. */
final class Frames {
    static final int START = 0x0b;
    static final int END = 0x1c;
    static final int CR = '\r';
    private static final int BEGINNING = 2000;

    private final InputStream in;
    private final Socket socket;
    private final Hl7Config config;

    Frames(InputStream in, Socket socket, Hl7Config config) {
        this.in = in;
        this.socket = socket;
        this.config = config;
    }

    /** Bytes are handed over, never kept or compared. */
    sealed interface Frame {}

    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] message) implements Frame {}

    /** @param beginning enough of it to answer */
    @SuppressWarnings("ArrayRecordComponent")
    record TooLarge(byte[] beginning) implements Frame {}

    record Ended() implements Frame {}

    /** @throws SocketTimeoutException if nothing begins in time, or what began does not end in time */
    Frame next() throws IOException {
        socket.setSoTimeout(millis(config.idleTimeout()));
        long idleUntil = System.nanoTime() + config.idleTimeout().toNanos();
        int octet = in.read();
        while (octet != START) {
            if (octet < 0) {
                return new Ended();
            }
            if (System.nanoTime() > idleUntil) {
                throw new SocketTimeoutException("no frame");
            }
            octet = in.read();
        }
        return message();
    }

    private Frame message() throws IOException {
        long until = System.nanoTime() + config.messageTimeout().toNanos();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (message.size() <= config.maxMessageBytes()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("unfinished frame");
            }
            socket.setSoTimeout(Math.max(1, millis(Duration.ofNanos(left))));
            int octet = in.read();
            if (octet < 0) {
                return new Ended();
            }
            if (octet == END) {
                // The carriage return behind it is skipped with whatever stands before the next frame.
                return new Whole(message.toByteArray());
            }
            if (octet == START) {
                // The sender gave up and began again: only a whole message counts.
                message.reset();
            } else {
                message.write(octet);
            }
        }
        byte[] all = message.toByteArray();
        return new TooLarge(Arrays.copyOf(all, Math.min(all.length, BEGINNING)));
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(Math.min(duration.toMillis(), Integer.MAX_VALUE));
    }

    static void write(OutputStream out, byte[] message) throws IOException {
        byte[] frame = new byte[message.length + 3];
        frame[0] = START;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[message.length + 1] = END;
        frame[message.length + 2] = CR;
        out.write(frame);
        out.flush();
    }
}
