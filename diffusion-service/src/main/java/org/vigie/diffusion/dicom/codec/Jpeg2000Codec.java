package org.vigie.diffusion.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * JPEG 2000 part 1 (ISO/IEC 15444-1): one component of 1 to 16 bits, reversible and irreversible transform, any number of
 * tiles, layers and resolutions, all five progressions. Progression changes, packed packet headers and regions of interest
 * are refused by name.
 */
final class Jpeg2000Codec implements FrameCodec {
    private static final int SOC = 0xFF4F;
    private static final int SIZ = 0xFF51;
    private static final int CAP = 0xFF50;
    private static final int COD = 0xFF52;
    private static final int COC = 0xFF53;
    private static final int QCD = 0xFF5C;
    private static final int QCC = 0xFF5D;
    private static final int RGN = 0xFF5E;
    private static final int POC = 0xFF5F;
    private static final int PPM = 0xFF60;
    private static final int PPT = 0xFF61;
    private static final int SOT = 0xFF90;
    private static final int SOD = 0xFF93;
    private static final int EOC = 0xFFD9;
    private static final int MOST_TILES = 65_535;

    @Override
    public int[] decode(byte[] data, FrameShape shape) throws CodecException {
        J2kBytes in = new J2kBytes(data, 0, data.length);
        if (in.u16() != SOC) {
            throw CodecException.corrupt("no start of codestream");
        }
        J2kImage image = null;
        J2kCoding coding = J2kCoding.NONE;
        TreeMap<Integer, TilePart> tiles = new TreeMap<>();
        while (in.remaining() >= 2) {
            int marker = in.u16();
            if (marker == EOC) {
                break;
            }
            J2kBytes segment = in.segment();
            switch (marker) {
                case SIZ -> image = J2kImage.read(segment, shape);
                case SOT -> tilePart(in, segment, coding, tiles);
                default -> coding = coding(coding, marker, segment);
            }
        }
        if (image == null) {
            throw CodecException.corrupt("no image size");
        }
        if (tiles.size() != image.tiles() || image.tiles() > MOST_TILES) {
            throw CodecException.corrupt("tiles missing");
        }
        int[] samples = new int[shape.pixels()];
        for (var tile : tiles.entrySet()) {
            J2kTile decoded = new J2kTile(image, tile.getKey(), tile.getValue().coding);
            decoded.decode(tile.getValue().body.toByteArray(), samples);
        }
        return samples;
    }

    /** What all parts of one tile have brought. */
    private static final class TilePart {
        private J2kCoding coding;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        private TilePart(J2kCoding coding) {
            this.coding = coding;
        }
    }

    private static void tilePart(J2kBytes in, J2kBytes sot, J2kCoding main, Map<Integer, TilePart> tiles)
            throws CodecException {
        int start = in.position() - 12;
        int index = sot.u16();
        long length = sot.u32();
        int end = length == 0 ? in.end() : Math.toIntExact(Math.min(Integer.MAX_VALUE, start + length));
        if (end > in.end() || end < in.position()) {
            throw CodecException.corrupt("tile ends early");
        }
        TilePart tile = tiles.computeIfAbsent(index, i -> new TilePart(main));
        int marker = in.u16();
        while (marker != SOD) {
            tile.coding = coding(tile.coding, marker, in.segment());
            marker = in.u16();
        }
        if (in.position() > end) {
            throw CodecException.corrupt("tile ends early");
        }
        tile.body.writeBytes(in.take(end - in.position()));
    }

    private static J2kCoding coding(J2kCoding coding, int marker, J2kBytes segment) throws CodecException {
        return switch (marker) {
            case COD -> coding.withStyle(segment);
            case QCD -> coding.withQuantisation(segment);
            case COC, QCC -> throw CodecException.unsupported("coding by component");
            case RGN -> throw CodecException.unsupported("region of interest");
            case POC -> throw CodecException.unsupported("progression change");
            case PPM, PPT -> throw CodecException.unsupported("packed packet headers");
            case CAP -> throw CodecException.unsupported("high throughput");
            default -> coding;
        };
    }
}
