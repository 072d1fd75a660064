package org.vigie.diffusion.dicom.codec;

/**
 * JPEG lossless, Huffman coded (ISO/IEC 10918-1 annex H): process 14, all seven predictors, point transform, restart
 * intervals; one component of 2 to 16 bits.
 */
final class JpegLosslessCodec implements FrameCodec {

    @Override
    public int[] decode(byte[] data, FrameShape shape) throws CodecException {
        JpegMarkers markers = new JpegMarkers(data);
        Huffman[] tables = new Huffman[4];
        int precision = 0;
        int restart = 0;
        while (true) {
            int marker = markers.next();
            switch (marker) {
                case JpegMarkers.DHT -> tables(markers, tables);
                case JpegMarkers.DRI -> restart = markers.u16(0);
                case JpegMarkers.SOF_LOSSLESS -> precision = markers.precision(shape);
                case JpegMarkers.SOS -> {
                    return scan(data, markers, tables, precision, restart, shape);
                }
                case JpegMarkers.EOI -> throw CodecException.corrupt("no scan");
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
                        throw CodecException.unsupported("JPEG process of marker " + Integer.toHexString(marker));
                    }
                }
            }
        }
    }

    private static void tables(JpegMarkers markers, Huffman[] tables) throws CodecException {
        int at = 0;
        while (at + 17 <= markers.length()) {
            int id = markers.u8(at);
            if (id > 3) {
                throw CodecException.corrupt("Huffman table number");
            }
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = markers.u8(at + 1 + i);
                total += counts[i];
            }
            int[] values = new int[total];
            for (int i = 0; i < total; i++) {
                values[i] = markers.u8(at + 17 + i);
            }
            tables[id] = new Huffman(counts, values);
            at += 17 + total;
        }
    }

    private static int[] scan(
            byte[] data, JpegMarkers markers, Huffman[] tables, int precision, int restart, FrameShape shape)
            throws CodecException {
        int components = markers.u8(0);
        int table = markers.u8(2) >> 4;
        int predictor = markers.u8(3);
        int transform = markers.u8(5) & 0x0f;
        if (precision == 0 || components != 1 || table > 3 || tables[table] == null) {
            throw CodecException.corrupt("scan header");
        }
        if (predictor < 1 || predictor > 7 || transform >= precision) {
            throw CodecException.unsupported("predictor " + predictor);
        }
        Bits bits = new Bits(data, markers.end());
        Huffman huffman = tables[table];
        int columns = shape.columns();
        int[] samples = new int[shape.pixels()];
        int start = 1 << (precision - transform - 1);
        int untilRestart = restart;
        int firstRow = 0;
        boolean begin = true;
        for (int i = 0; i < samples.length; i++) {
            if (restart > 0 && untilRestart == 0) {
                bits.restart();
                untilRestart = restart;
                begin = true;
                firstRow = i / columns;
            }
            int column = i % columns;
            int prediction;
            if (begin) {
                prediction = start;
                begin = false;
            } else if (i / columns == firstRow) {
                prediction = samples[i - 1];
            } else if (column == 0) {
                prediction = samples[i - columns];
            } else {
                prediction = predict(predictor, samples[i - 1], samples[i - columns], samples[i - columns - 1]);
            }
            samples[i] = (prediction + difference(bits, huffman)) & 0xffff;
            untilRestart--;
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (samples[i] << transform) & 0xffff;
        }
        return samples;
    }

    private static int predict(int predictor, int left, int above, int aboveLeft) {
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveLeft;
            case 4 -> left + above - aboveLeft;
            case 5 -> left + ((above - aboveLeft) >> 1);
            case 6 -> above + ((left - aboveLeft) >> 1);
            default -> (left + above) >> 1;
        };
    }

    private static int difference(Bits bits, Huffman huffman) throws CodecException {
        int size = huffman.decode(bits);
        if (size == 0) {
            return 0;
        }
        if (size == 16) {
            return 32768;
        }
        if (size > 16) {
            throw CodecException.corrupt("Huffman code");
        }
        int value = bits.read(size);
        return value < (1 << (size - 1)) ? value - (1 << size) + 1 : value;
    }

    /** Canonical codes by length. */
    private static final class Huffman {
        private final int[] smallest = new int[17];
        private final int[] largest = new int[17];
        private final int[] first = new int[17];
        private final int[] values;

        Huffman(int[] counts, int[] values) {
            this.values = values;
            int code = 0;
            int index = 0;
            for (int length = 1; length <= 16; length++) {
                smallest[length] = code;
                first[length] = index;
                code += counts[length - 1];
                index += counts[length - 1];
                largest[length] = counts[length - 1] == 0 ? -1 : code - 1;
                code <<= 1;
            }
        }

        int decode(Bits bits) throws CodecException {
            int code = 0;
            for (int length = 1; length <= 16; length++) {
                code = (code << 1) | bits.read(1);
                if (largest[length] >= 0 && code <= largest[length] && code >= smallest[length]) {
                    return values[first[length] + code - smallest[length]];
                }
            }
            throw CodecException.corrupt("Huffman code");
        }
    }

    /** Entropy coded bits: 0xFF is followed by a stuffed zero, or begins a marker. */
    private static final class Bits {
        private final byte[] data;
        private int position;
        private int held;
        private int count;

        Bits(byte[] data, int position) {
            this.data = data;
            this.position = position;
        }

        int read(int wanted) throws CodecException {
            while (count < wanted) {
                held = ((held << 8) | nextByte()) & 0xffffff;
                count += 8;
            }
            count -= wanted;
            return (held >> count) & ((1 << wanted) - 1);
        }

        private int nextByte() throws CodecException {
            if (position >= data.length) {
                throw CodecException.corrupt("scan ends early");
            }
            int value = data[position++] & 0xff;
            if (value == 0xff) {
                if (position >= data.length || data[position] != 0) {
                    throw CodecException.corrupt("scan ends early");
                }
                position++;
            }
            return value;
        }

        void restart() throws CodecException {
            count = 0;
            held = 0;
            if (position + 2 > data.length || (data[position] & 0xff) != 0xff || (data[position + 1] & 0xf8) != 0xd0) {
                throw CodecException.corrupt("restart marker missing");
            }
            position += 2;
        }
    }
}
