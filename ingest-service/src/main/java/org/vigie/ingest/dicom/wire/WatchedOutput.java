package org.vigie.ingest.dicom.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Writes, and says since when: a peer that does not read must not hold a thread for ever. */
final class WatchedOutput extends OutputStream {
    private final OutputStream out;
    private final Progress progress;
    private final Duration limit;

    WatchedOutput(OutputStream out, Progress progress, Duration limit) {
        this.out = out;
        this.progress = progress;
        this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        progress.writing(Progress.in(limit));
        try {
            out.write(from, offset, length);
        } finally {
            progress.hasWritten();
        }
    }

    @Override
    public void flush() throws IOException {
        progress.writing(Progress.in(limit));
        try {
            out.flush();
        } finally {
            progress.hasWritten();
        }
    }
}
