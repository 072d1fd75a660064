package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.vigie.store.Forcing;

/** A disk whose flushes take longer than they do, to try out what ingest makes of it. */
public final class SlowDisk {
    private SlowDisk() {}

    /** @param delay added to every flush; zero adds nothing */
    public static Forcing of(Duration delay) {
        return delay.isZero() ? Forcing.DATA : channel -> force(channel, delay);
    }

    /** An interrupt does not make a real flush shorter either. */
    private static void force(FileChannel channel, Duration delay) throws IOException {
        Forcing.DATA.force(channel);
        boolean interrupted = false;
        long end = System.nanoTime() + delay.toNanos();
        for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
