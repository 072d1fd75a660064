package org.vigie.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file many threads write a pack through. A thread that is interrupted while it writes closes the channel under all
 * others ({@link java.nio.channels.InterruptibleChannel}); the file is then opened again and what was cut off is done
 * again, so that an interrupt disturbs nobody. The interrupt itself stays set.
 */
final class PackFile {
    private final Path path;
    private volatile FileChannel channel;
    private volatile boolean closed;

    PackFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Something done with the channel that may be done twice. */
    interface Step {
        void on(FileChannel channel) throws IOException;
    }

    void write(ByteBuffer source, long position) throws IOException {
        run(open -> {
            ByteBuffer left = source.duplicate();
            for (long at = position; left.hasRemaining(); ) {
                at += open.write(left, at);
            }
        });
    }

    void truncate(long bytes) throws IOException {
        run(open -> open.truncate(bytes));
    }

    void force(Forcing forcing) throws IOException {
        run(forcing::force);
    }

    void run(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                FileChannel open = channel;
                try {
                    step.on(open);
                    return;
                } catch (IOException e) {
                    interrupted |= Thread.interrupted();
                    reopen(open, e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // Everything that mattered was forced before.
        }
    }

    private synchronized void reopen(FileChannel gone, IOException cause) throws IOException {
        if (closed || gone.isOpen()) {
            throw cause;
        }
        if (!channel.isOpen()) {
            channel = FileChannel.open(path, StandardOpenOption.WRITE);
        }
    }
}
