package org.vigie.ingest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ends an object that would take the disk below its floor. */
final class FlooredOutput extends FilterOutputStream {
    private static final long LOOK_BYTES = 4L << 20;

    private final DiskFloor floor;
    private final Runnable onReached;
    private long sinceLook;

    FlooredOutput(OutputStream out, DiskFloor floor, Runnable onReached) {
        super(out);
        this.floor = floor;
        this.onReached = onReached;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        sinceLook += length;
        if (sinceLook >= LOOK_BYTES) {
            sinceLook = 0;
            if (!floor.hasRoomNow()) {
                onReached.run();
                throw new IOException("disk floor reached");
            }
        }
        out.write(source, offset, length);
    }
}
