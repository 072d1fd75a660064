package org.vigie.diffusion.dicom.codec;

/** The three coding passes over the bit-planes of one code-block (ISO/IEC 15444-1 annex D). */
final class J2kBlockDecoder {
    private static final int RESET = 0x02;
    private static final int CAUSAL = 0x08;
    private static final int SEGMENT_SYMBOLS = 0x20;
    private static final int SIGNIFICANT = 1;
    private static final int NEGATIVE = 2;
    private static final int VISITED = 4;
    private static final int REFINED = 8;

    private final J2kBlock block;
    private final J2kBand band;
    private final int planes;
    private final int style;
    private final int width;
    private final int height;
    private final int stride;
    private final byte[] flags;
    private final int[] magnitude;
    private final byte[] lowestPlane;
    private final J2kMq mq = new J2kMq();
    private boolean raw;

    J2kBlockDecoder(J2kBlock block, J2kBand band, int planes, int style) {
        this.block = block;
        this.band = band;
        this.planes = planes;
        this.style = style;
        this.width = block.x1 - block.x0;
        this.height = block.y1 - block.y0;
        this.stride = width + 2;
        this.flags = new byte[stride * (height + 2)];
        this.magnitude = new int[width * height];
        this.lowestPlane = new byte[width * height];
    }

    void decode(double[] out, double step, boolean reversible) throws CodecException {
        if (block.passes == 0) {
            return;
        }
        int plane = planes - 1 - block.zeroPlanes;
        if (plane > 30 || plane < 0 || (block.passes + 1) / 3 > plane) {
            throw CodecException.corrupt("bit-planes");
        }
        int kind = 2;
        int done = 0;
        for (J2kBlock.Segment segment : block.segments) {
            byte[] bytes = segment.bytes.toByteArray();
            raw = (style & J2kBlock.BYPASS) != 0 && done >= 10 && kind != 2;
            if (raw) {
                mq.startRaw(bytes);
            } else {
                mq.start(bytes);
            }
            for (int i = 0; i < segment.passes; i++) {
                pass(kind, plane);
                if ((style & RESET) != 0) {
                    mq.resetContexts();
                }
                done++;
                kind = (kind + 1) % 3;
                if (kind == 0) {
                    plane--;
                }
            }
        }
        store(out, step, reversible);
    }

    /** A coefficient lies in the middle of what the planes that were not sent of it leave open. */
    private void store(double[] out, double step, boolean reversible) {
        for (int y = 0; y < height; y++) {
            int to = (block.y0 - band.y0() + y) * band.width() + (block.x0 - band.x0());
            for (int x = 0; x < width; x++) {
                int size = magnitude[y * width + x];
                if (size != 0) {
                    int lowest = lowestPlane[y * width + x];
                    double middle = reversible && lowest == 0 ? 0 : 0.5 * (1 << lowest);
                    double value = (size + middle) * step;
                    if (reversible) {
                        value = Math.floor(value);
                    }
                    out[to + x] = (flags[at(x, y)] & NEGATIVE) != 0 ? -value : value;
                }
            }
        }
    }

    private int at(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    private void pass(int kind, int plane) throws CodecException {
        for (int top = 0; top < height; top += 4) {
            int bottom = Math.min(top + 4, height);
            for (int x = 0; x < width; x++) {
                switch (kind) {
                    case 0 -> propagate(x, top, bottom, plane);
                    case 1 -> refine(x, top, bottom, plane);
                    default -> cleanUp(x, top, bottom, plane);
                }
            }
        }
        if (kind == 2) {
            if ((style & SEGMENT_SYMBOLS) != 0) {
                int symbol = 0;
                for (int i = 0; i < 4; i++) {
                    symbol = (symbol << 1) | mq.decode(J2kMq.UNIFORM);
                }
                if (symbol != 0xA) {
                    throw CodecException.corrupt("segmentation symbol");
                }
            }
            for (int i = 0; i < flags.length; i++) {
                flags[i] &= (byte) ~VISITED;
            }
        }
    }

    private void propagate(int x, int top, int bottom, int plane) {
        for (int y = top; y < bottom; y++) {
            int i = at(x, y);
            if ((flags[i] & SIGNIFICANT) != 0) {
                continue;
            }
            int context = zeroContext(i, isCut(y));
            if (context == 0) {
                continue;
            }
            if (bit(context) == 1) {
                becomes(x, y, plane);
            }
            flags[i] |= VISITED;
        }
    }

    private void refine(int x, int top, int bottom, int plane) {
        for (int y = top; y < bottom; y++) {
            int i = at(x, y);
            if ((flags[i] & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
                continue;
            }
            int context = (flags[i] & REFINED) != 0 ? 16 : zeroContext(i, isCut(y)) == 0 ? 14 : 15;
            if (bit(context) == 1) {
                magnitude[y * width + x] |= 1 << plane;
            }
            lowestPlane[y * width + x] = (byte) plane;
            flags[i] |= REFINED;
        }
    }

    private void cleanUp(int x, int top, int bottom, int plane) {
        int y = top;
        if (bottom - top == 4 && isQuiet(x, top)) {
            if (mq.decode(J2kMq.RUN) == 0) {
                return;
            }
            y = top + ((mq.decode(J2kMq.UNIFORM) << 1) | mq.decode(J2kMq.UNIFORM));
            becomes(x, y, plane);
            y++;
        }
        for (; y < bottom; y++) {
            int i = at(x, y);
            if ((flags[i] & (SIGNIFICANT | VISITED)) == 0 && mq.decode(zeroContext(i, isCut(y))) == 1) {
                becomes(x, y, plane);
            }
        }
    }

    private boolean isQuiet(int x, int top) {
        for (int y = top; y < top + 4; y++) {
            int i = at(x, y);
            if ((flags[i] & (SIGNIFICANT | VISITED)) != 0 || zeroContext(i, isCut(y)) != 0) {
                return false;
            }
        }
        return true;
    }

    /** True in the last row of a stripe if the stripes below must not be looked at. */
    private boolean isCut(int y) {
        return (style & CAUSAL) != 0 && (y & 3) == 3;
    }

    private int bit(int context) {
        return raw ? mq.raw() : mq.decode(context);
    }

    private void becomes(int x, int y, int plane) {
        int i = at(x, y);
        boolean cut = isCut(y);
        int horizontal = Math.clamp(sign(i - 1) + sign(i + 1), -1, 1);
        int vertical = Math.clamp(sign(i - stride) + (cut ? 0 : sign(i + stride)), -1, 1);
        int negative;
        if (raw) {
            negative = mq.raw();
        } else {
            int flip = horizontal < 0 || (horizontal == 0 && vertical < 0) ? 1 : 0;
            int h = flip == 1 ? -horizontal : horizontal;
            int v = flip == 1 ? -vertical : vertical;
            int context = h == 0 ? 9 + v : 12 + v;
            negative = mq.decode(context) ^ flip;
        }
        flags[i] |= (byte) (SIGNIFICANT | (negative == 1 ? NEGATIVE : 0));
        magnitude[y * width + x] = 1 << plane;
        lowestPlane[y * width + x] = (byte) plane;
    }

    private int sign(int i) {
        return (flags[i] & SIGNIFICANT) == 0 ? 0 : (flags[i] & NEGATIVE) != 0 ? -1 : 1;
    }

    private int significant(int i) {
        return flags[i] & SIGNIFICANT;
    }

    /** Table D.1. */
    private int zeroContext(int i, boolean cut) {
        int h = significant(i - 1) + significant(i + 1);
        int v = significant(i - stride) + (cut ? 0 : significant(i + stride));
        int d = significant(i - stride - 1)
                + significant(i - stride + 1)
                + (cut ? 0 : significant(i + stride - 1) + significant(i + stride + 1));
        if (band.orientation() == 3) {
            int straight = h + v;
            return switch (d) {
                case 0 -> Math.min(straight, 2);
                case 1 -> 3 + Math.min(straight, 2);
                case 2 -> straight == 0 ? 6 : 7;
                default -> 8;
            };
        }
        int along = band.orientation() == 1 ? v : h;
        int across = band.orientation() == 1 ? h : v;
        return switch (along) {
            case 2 -> 8;
            case 1 -> across > 0 ? 7 : d > 0 ? 6 : 5;
            default -> across == 2 ? 4 : across == 1 ? 3 : Math.min(d, 2);
        };
    }
}
