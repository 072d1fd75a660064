package org.vigie.ingest.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.vigie.store.Forcing;

/** A disk whose flushes take longer than they do, to try out what ingest makes of it. */
public final class SlowDisk {
    private SlowDisk() {}

    /** @param delay added to every flush; zero adds nothing */
    public static Forcing of(Duration delay) {
        return delay.isZero() ? Forcing.DATA : channel -> force(channel, delay);
    }

    private static void force(FileChannel channel, Duration delay) throws IOException {
        Forcing.DATA.force(channel);
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("flush interrupted");
        }
    }
}
