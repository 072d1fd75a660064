package org.vigie.bench.ingest;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sender that costs next to nothing: one association, one presentation context, data sets as they lie in memory. Offers
 * asynchronous operations (PS3.7, D.3.3.3) and uses what the receiver grants.
 */
final class Scu implements AutoCloseable {
    private static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final DataInputStream in;
    private final int pduLength;
    private final int window;
    private final Semaphore free;
    private final byte[] pdu;
    private final Thread reader;
    private final LongArray latencies = new LongArray();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean released;
    private final long[] sentAt = new long[1 << 16];
    private int messageId;

    /** @param window operations under way at once that are asked for; 1 asks for nothing */
    Scu(int port, String called, int window) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(1 << 20);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        out = socket.getOutputStream();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out.write(associate(called, window));
        int type = in.read();
        if (type != 2) {
            throw new IOException("association not accepted: PDU type " + type);
        }
        in.read();
        byte[] accepted = in.readNBytes(in.readInt());
        int[] granted = {16_384, 1};
        readUserInformation(accepted, granted);
        this.pduLength = Math.clamp(granted[0] == 0 ? 131_072 : granted[0], 4_096, 131_072);
        this.window = granted[1] == 0 ? window : Math.min(granted[1], window);
        this.free = new Semaphore(this.window);
        this.pdu = new byte[pduLength + 6];
        this.reader = Thread.ofPlatform().daemon().name("scu-responses").start(this::readResponses);
    }

    int window() {
        return window;
    }

    /** Sends one instance; waits only while as many are under way as were granted. */
    void store(String sopClass, String sopInstance, byte[] dataSet) throws IOException {
        begin(sopClass, sopInstance);
        writeData(dataSet, 0, dataSet.length, true);
    }

    /** Sends one instance of any length: a head, then the same block again and again. */
    void storeLarge(String sopClass, String sopInstance, byte[] head, byte[] block, long blocks) throws IOException {
        begin(sopClass, sopInstance);
        writeData(head, 0, head.length, false);
        for (long i = 0; i < blocks; i++) {
            writeData(block, 0, block.length, i == blocks - 1);
        }
    }

    /** Waits for all responses and releases; times from the last byte sent to the response, in nanoseconds. */
    long[] finish() throws IOException {
        free.acquireUninterruptibly(window);
        released = true;
        out.write(new byte[] {5, 0, 0, 0, 0, 4, 0, 0, 0, 0});
        try {
            reader.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failed.get() > 0) {
            throw new IOException(failed.get() + " instances were not Success");
        }
        return latencies.toArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void begin(String sopClass, String sopInstance) throws IOException {
        free.acquireUninterruptibly();
        if (failed.get() > 0) {
            throw new IOException("an instance was not Success");
        }
        messageId = (messageId + 1) & 0xFFFF;
        byte[] command = command(sopClass, sopInstance, messageId);
        fragment(command, 0, command.length, 3);
        sentAt[messageId] = System.nanoTime();
    }

    private void writeData(byte[] bytes, int from, int length, boolean last) throws IOException {
        int at = from;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, pduLength - 6);
            left -= part;
            if (last && left == 0) {
                sentAt[messageId] = System.nanoTime();
            }
            fragment(bytes, at, part, last && left == 0 ? 2 : 0);
            at += part;
        }
    }

    private void fragment(byte[] bytes, int from, int length, int control) throws IOException {
        ByteBuffer.wrap(pdu)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(length + 6)
                .putInt(length + 2)
                .put((byte) 1)
                .put((byte) control)
                .put(bytes, from, Math.min(length, pdu.length - 12));
        out.write(pdu, 0, length + 12);
    }

    private void readResponses() {
        try {
            while (true) {
                int type = in.read();
                in.read();
                if (type < 0) {
                    throw new EOFException();
                }
                byte[] body = in.readNBytes(in.readInt());
                if (type == 6) {
                    return;
                }
                if (type != 4) {
                    throw new IOException("PDU type " + type);
                }
                respond(body);
            }
        } catch (IOException e) {
            if (!released) {
                failed.incrementAndGet();
                free.release(window);
            }
        }
    }

    private void respond(byte[] body) {
        ByteBuffer command = ByteBuffer.wrap(body, 6, body.length - 6).slice().order(ByteOrder.LITTLE_ENDIAN);
        int answered = 0;
        int status = -1;
        while (command.remaining() >= 8) {
            int group = command.getShort();
            int element = command.getShort();
            int length = command.getInt();
            if (group == 0 && element == 0x0120) {
                answered = command.getShort(command.position()) & 0xFFFF;
            } else if (group == 0 && element == 0x0900) {
                status = command.getShort(command.position()) & 0xFFFF;
            }
            command.position(command.position() + length);
        }
        latencies.add(System.nanoTime() - sentAt[answered]);
        if (status != 0) {
            failed.incrementAndGet();
        }
        free.release();
    }

    private static byte[] command(String sopClass, String sopInstance, int messageId) {
        ByteBuffer elements = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        element(elements, 0x0002, uid(sopClass));
        element(elements, 0x0100, new byte[] {1, 0});
        element(elements, 0x0110, new byte[] {(byte) messageId, (byte) (messageId >> 8)});
        element(elements, 0x0700, new byte[] {0, 0});
        element(elements, 0x0800, new byte[] {1, 0});
        element(elements, 0x1000, uid(sopInstance));
        ByteBuffer whole = ByteBuffer.allocate(elements.position() + 12).order(ByteOrder.LITTLE_ENDIAN);
        whole.putInt(0).putInt(4).putInt(elements.position()).put(elements.flip());
        return whole.array();
    }

    private static void element(ByteBuffer to, int element, byte[] value) {
        to.putShort((short) 0).putShort((short) element).putInt(value.length).put(value);
    }

    private static byte[] uid(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] associate(String called, int window) {
        ByteBuffer user = ByteBuffer.allocate(256);
        item(user, 0x51, ByteBuffer.allocate(4).putInt(131_072).array());
        item(user, 0x52, "1.2.826.0.1.3680043.10.1469.0".getBytes(StandardCharsets.US_ASCII));
        if (window != 1) {
            item(
                    user,
                    0x53,
                    ByteBuffer.allocate(4)
                            .putShort((short) window)
                            .putShort((short) 1)
                            .array());
        }
        ByteBuffer context = ByteBuffer.allocate(256).put(new byte[] {1, 0, 0, 0});
        item(context, 0x30, Slices.MR_IMAGE.getBytes(StandardCharsets.US_ASCII));
        item(context, 0x40, Slices.EXPLICIT.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer body = ByteBuffer.allocate(1_024).putShort((short) 1).putShort((short) 0);
        body.put(title(called)).put(title("BENCH")).put(new byte[32]);
        item(body, 0x10, APPLICATION_CONTEXT.getBytes(StandardCharsets.US_ASCII));
        item(body, 0x20, taken(context));
        item(body, 0x50, taken(user));
        byte[] content = taken(body);
        return ByteBuffer.allocate(content.length + 6)
                .put((byte) 1)
                .put((byte) 0)
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static void item(ByteBuffer to, int type, byte[] value) {
        to.put((byte) type).put((byte) 0).putShort((short) value.length).put(value);
    }

    private static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] title(String title) {
        return (title + " ".repeat(16 - title.length())).getBytes(StandardCharsets.US_ASCII);
    }

    /** Maximum length and window out of the items of an A-ASSOCIATE-AC. */
    private static void readUserInformation(byte[] body, int[] granted) {
        ByteBuffer items = ByteBuffer.wrap(body, 68, body.length - 68);
        while (items.remaining() >= 4) {
            int type = items.get();
            items.get();
            int length = items.getShort() & 0xFFFF;
            int end = items.position() + length;
            if (type == 0x50) {
                while (items.position() + 4 <= end) {
                    int sub = items.get();
                    items.get();
                    int bytes = items.getShort() & 0xFFFF;
                    if (sub == 0x51) {
                        granted[0] = items.getInt(items.position());
                    } else if (sub == 0x53) {
                        granted[1] = items.getShort(items.position()) & 0xFFFF;
                    }
                    items.position(items.position() + bytes);
                }
            }
            items.position(end);
        }
    }

    /** Grows as it is filled, by one thread. */
    private static final class LongArray {
        private long[] values = new long[1_024];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = java.util.Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        long[] toArray() {
            return java.util.Arrays.copyOf(values, size);
        }
    }
}
