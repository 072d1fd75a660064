package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;

/** Our disk failed, not the sender. */
final class StoreFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StoreFailure(IOException cause) {
        super(cause);
    }

    /** Tells failures of our disk from those of the stream that is copied. */
    static OutputStream guard(OutputStream store) {
        return new Guarded(store);
    }

    private static final class Guarded extends OutputStream {
        private final OutputStream out;

        Guarded(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            try {
                out.write(source, offset, length);
            } catch (IOException e) {
                throw new StoreFailure(e);
            }
        }
    }
}
