package org.vigie.diffusion.raster;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Binary numbers of one type. */
final class Numbers {
    private Numbers() {}

    enum Type {
        INT8(1),
        UINT8(1),
        INT16(2),
        UINT16(2),
        INT32(4),
        UINT32(4),
        FLOAT(4),
        DOUBLE(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /** @throws IOException if the buffer holds fewer */
    static double[] read(ByteBuffer in, Type type, int count) throws IOException {
        if (in.remaining() < (long) count * type.bytes) {
            throw new IOException("fewer values than stated");
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type) {
                case INT8 -> in.get();
                case UINT8 -> in.get() & 0xff;
                case INT16 -> in.getShort();
                case UINT16 -> in.getShort() & 0xffff;
                case INT32 -> in.getInt();
                case UINT32 -> in.getInt() & 0xffffffffL;
                case FLOAT -> in.getFloat();
                case DOUBLE -> in.getDouble();
            };
        }
        return values;
    }
}
