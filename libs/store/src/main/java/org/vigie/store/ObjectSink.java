package org.vigie.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.vigie.contract.ObjectRef;

/** One object being written, hashed on the way. Closing without {@link #commit()} leaves nothing behind. */
public final class ObjectSink extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final ObjectStore store;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long bytes;
    private boolean committed;

    ObjectSink(ObjectStore store, Path temporary) throws IOException {
        this.store = store;
        this.temporary = temporary;
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        digest.update(source, offset, length);
        bytes += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int part = Math.min(left, buffer.remaining());
            buffer.put(source, from, part);
            from += part;
            left -= part;
        }
    }

    /** The file written so far, complete after {@link #commit()} only; to parse a header before deciding. */
    public Path written() throws IOException {
        drain();
        return temporary;
    }

    /** Forces bytes and directory entry to disk; what this returned survives a power cut. */
    public ObjectRef commit() throws IOException {
        drain();
        channel.force(true);
        channel.close();
        ObjectRef ref = new ObjectRef(ObjectStore.hex(digest.digest()), bytes);
        store.link(temporary, ref);
        committed = true;
        return ref;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            channel.close();
            Files.deleteIfExists(temporary);
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
