package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;

/**
 * One object being written, hashed on the way: in memory while it is small, else in a file of its own. No byte of it
 * reaches a pack before it is whole, so a sender that breaks off leaves nothing behind.
 */
public final class ObjectSink extends OutputStream {
    private final Target target;
    private final StagingBuffers buffers;
    private final Path temporary;
    private final MessageDigest digest = Sha256.digest();
    private @Nullable ByteBuffer memory;
    private @Nullable FileChannel file;
    private @Nullable String sha256;
    private long bytes;

    /** Where a whole object goes. */
    interface Target {
        ObjectRef commit(ObjectSink whole) throws IOException;
    }

    ObjectSink(Target target, StagingBuffers buffers, Path temporary) throws IOException {
        this.target = target;
        this.buffers = buffers;
        this.temporary = temporary;
        this.memory = buffers.take();
        if (memory == null) {
            file = spill();
        } else {
            memory.position(RecordHead.BYTES);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (sha256 != null) {
            throw new IOException("object is whole already");
        }
        digest.update(source, offset, length);
        bytes += length;
        ByteBuffer into = memory;
        if (into != null && into.remaining() >= length) {
            into.put(source, offset, length);
            return;
        }
        FileChannel out = file == null ? spill() : file;
        writeFully(out, ByteBuffer.wrap(source, offset, length));
    }

    /** Ends the object and names it; nothing is durable yet. */
    public ObjectRef ref() {
        return new ObjectRef(sha256(), bytes);
    }

    /** Bytes written so far. */
    public long bytes() {
        return bytes;
    }

    /** What was written so far, to parse a header before deciding. */
    public InputStream content() throws IOException {
        ByteBuffer held = memory;
        return held == null
                ? Files.newInputStream(temporary)
                : new BufferInput(held.duplicate().flip().position(RecordHead.BYTES));
    }

    /** Makes the object durable by itself; what this returned survives a power cut. */
    public ObjectRef commit() throws IOException {
        return target.commit(this);
    }

    /** Never fails: what is stored is stored, whatever becomes of the staging file. */
    @Override
    public void close() {
        ByteBuffer held = memory;
        if (held != null) {
            memory = null;
            buffers.giveBack(held);
        }
        FileChannel staged = file;
        file = null;
        if (staged != null) {
            try (staged) {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                // FileObjectStore.sweepIncoming removes it later.
            }
        }
    }

    String sha256() {
        if (sha256 == null) {
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
        return sha256;
    }

    /** The object behind room for a record's head, ready to be appended to; null if it lies in {@link #temporary()}. */
    @Nullable
    ByteBuffer memory() {
        return memory;
    }

    Path temporary() {
        return temporary;
    }

    /** The staging file, all bytes written to it. */
    FileChannel file() throws IOException {
        if (file == null) {
            throw new IOException("object is in memory or closed");
        }
        return file;
    }

    private FileChannel spill() throws IOException {
        FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        file = out;
        ByteBuffer held = memory;
        if (held != null) {
            writeFully(out, held.flip().position(RecordHead.BYTES));
            memory = null;
            buffers.giveBack(held);
        }
        return out;
    }

    private static void writeFully(FileChannel out, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            out.write(source);
        }
    }
}
