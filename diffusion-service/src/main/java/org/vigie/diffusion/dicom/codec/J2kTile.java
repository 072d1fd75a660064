package org.vigie.diffusion.dicom.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One tile: packets, code-blocks, inverse transform, level shift. */
final class J2kTile {
    private static final int SOP = 0xFF91;
    private static final int EPH = 0xFF92;
    private static final int MOST_PRECINCTS = 1 << 20;

    private final J2kImage image;
    private final J2kCoding coding;
    private final int x0;
    private final int y0;
    private final int x1;
    private final int y1;
    private final List<Resolution> resolutions = new ArrayList<>();

    J2kTile(J2kImage image, int index, J2kCoding coding) throws CodecException {
        if (!coding.styled() || !coding.quantised()) {
            throw CodecException.corrupt("no coding style");
        }
        if (index >= image.tiles()) {
            throw CodecException.corrupt("tile number");
        }
        this.image = image;
        this.coding = coding;
        int p = index % image.tilesAcross();
        int q = index / image.tilesAcross();
        this.x0 = Math.max(image.tileX0() + p * image.tileWidth(), image.x0());
        this.y0 = Math.max(image.tileY0() + q * image.tileHeight(), image.y0());
        this.x1 = (int) Math.min((long) image.tileX0() + (p + 1L) * image.tileWidth(), image.x1());
        this.y1 = (int) Math.min((long) image.tileY0() + (q + 1L) * image.tileHeight(), image.y1());
        int precincts = 0;
        for (int r = 0; r <= coding.levels(); r++) {
            Resolution resolution = new Resolution(r);
            precincts += resolution.places.size();
            if (precincts > MOST_PRECINCTS) {
                throw CodecException.corrupt("precincts");
            }
            resolutions.add(resolution);
        }
    }

    private static int ceilShift(long a, int shift) {
        return (int) ((a + (1L << shift) - 1) >> shift);
    }

    /** One packet's place. */
    private record Place(int resolution, long x, long y, List<J2kPrecinct> bands) {}

    /** A resolution level: its bands and precincts (ISO/IEC 15444-1 B.5-B.7). */
    private final class Resolution {
        private final int rx0;
        private final int ry0;
        private final int rx1;
        private final int ry1;
        private final List<J2kBand> bands = new ArrayList<>();
        private final List<Place> places = new ArrayList<>();

        Resolution(int r) throws CodecException {
            int down = coding.levels() - r;
            rx0 = ceilShift(x0, down);
            ry0 = ceilShift(y0, down);
            rx1 = ceilShift(x1, down);
            ry1 = ceilShift(y1, down);
            if (r == 0) {
                bands.add(band(0, 0, down, 0, 0));
            } else {
                bands.add(band(1, 3 * r - 2, down + 1, 1, 0));
                bands.add(band(2, 3 * r - 1, down + 1, 0, 1));
                bands.add(band(3, 3 * r, down + 1, 1, 1));
            }
            precincts(r, down);
        }

        private J2kBand band(int orientation, int number, int level, int xo, int yo) {
            long dx = level == 0 ? 0 : (long) xo << (level - 1);
            long dy = level == 0 ? 0 : (long) yo << (level - 1);
            int bx0 = ceilShift(x0 - dx, level);
            int by0 = ceilShift(y0 - dy, level);
            int bx1 = ceilShift(x1 - dx, level);
            int by1 = ceilShift(y1 - dy, level);
            return new J2kBand(orientation, number, bx0, by0, bx1, by1);
        }

        private void precincts(int r, int down) throws CodecException {
            if (rx1 <= rx0 || ry1 <= ry0) {
                return;
            }
            int ppx = coding.precincts().get(r) & 0x0f;
            int ppy = coding.precincts().get(r) >> 4;
            int shrink = r == 0 ? 0 : 1;
            int blockWidth = Math.min(coding.blockWidth(), ppx - shrink);
            int blockHeight = Math.min(coding.blockHeight(), ppy - shrink);
            int firstX = rx0 >> ppx;
            int firstY = ry0 >> ppy;
            int lastX = (rx1 - 1) >> ppx;
            int lastY = (ry1 - 1) >> ppy;
            if ((long) (lastX - firstX + 1) * (lastY - firstY + 1) > MOST_PRECINCTS) {
                throw CodecException.corrupt("precincts");
            }
            for (int py = firstY; py <= lastY; py++) {
                for (int px = firstX; px <= lastX; px++) {
                    List<J2kPrecinct> parts = new ArrayList<>();
                    for (J2kBand band : bands) {
                        parts.add(new J2kPrecinct(
                                band,
                                (long) px << (ppx - shrink),
                                (long) py << (ppy - shrink),
                                (px + 1L) << (ppx - shrink),
                                (py + 1L) << (ppy - shrink),
                                blockWidth,
                                blockHeight));
                    }
                    places.add(new Place(
                            r,
                            Math.max(x0, (long) px << (ppx + down)),
                            Math.max(y0, (long) py << (ppy + down)),
                            parts));
                }
            }
        }
    }

    void decode(byte[] body, int[] samples) throws CodecException {
        J2kBytes in = new J2kBytes(body, 0, body.length);
        packets(in);
        double[] values = J2kWavelet.inverse(coding.reversible(), levels());
        int shift = image.signed() ? 0 : 1 << (image.precision() - 1);
        int least = image.signed() ? -(1 << (image.precision() - 1)) : 0;
        int most = least + (1 << image.precision()) - 1;
        int width = x1 - x0;
        int across = image.x1() - image.x0();
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                double value = values[(y - y0) * width + (x - x0)];
                samples[(y - image.y0()) * across + (x - image.x0())] =
                        (int) Math.clamp(Math.rint(value) + shift, least, most);
            }
        }
    }

    private List<J2kWavelet.Level> levels() throws CodecException {
        List<J2kWavelet.Level> levels = new ArrayList<>();
        for (Resolution resolution : resolutions) {
            List<double[]> bands = new ArrayList<>();
            for (J2kBand band : resolution.bands) {
                bands.add(coefficients(resolution, band));
            }
            levels.add(new J2kWavelet.Level(
                    resolution.rx0, resolution.ry0, resolution.rx1, resolution.ry1, resolution.bands, bands));
        }
        return levels;
    }

    private double[] coefficients(Resolution resolution, J2kBand band) throws CodecException {
        double[] out = new double[Math.multiplyExact(Math.max(0, band.width()), Math.max(0, band.height()))];
        int exponent = coding.exponent(band.number());
        int planes = coding.guardBits() + exponent - 1;
        int gain = band.orientation() == 0 ? 0 : band.orientation() == 3 ? 2 : 1;
        double step = coding.reversible() || coding.quantisation() == 0
                ? 1
                : Math.scalb(1 + coding.mantissa(band.number()) / 2048.0, image.precision() + gain - exponent);
        for (Place place : resolution.places) {
            for (J2kPrecinct precinct : place.bands()) {
                if (precinct.band.number() == band.number()) {
                    for (J2kBlock block : precinct.blocks) {
                        new J2kBlockDecoder(block, band, planes, coding.blockStyle())
                                .decode(out, step, coding.reversible());
                    }
                }
            }
        }
        return out;
    }

    /** Every packet in the order of the progression (B.12). */
    private void packets(J2kBytes in) throws CodecException {
        List<Place> raster =
                resolutions.stream().flatMap(r -> r.places.stream()).toList();
        int layers = coding.layers();
        switch (coding.progression()) {
            case 0 -> {
                for (int layer = 0; layer < layers; layer++) {
                    for (Place place : raster) {
                        packet(in, place, layer);
                    }
                }
            }
            case 1 -> {
                for (Resolution resolution : resolutions) {
                    for (int layer = 0; layer < layers; layer++) {
                        for (Place place : resolution.places) {
                            packet(in, place, layer);
                        }
                    }
                }
            }
            case 2 -> allLayers(in, raster, layers);
            default ->
                allLayers(
                        in,
                        raster.stream()
                                .sorted(Comparator.comparingLong(Place::y)
                                        .thenComparingLong(Place::x)
                                        .thenComparingInt(Place::resolution))
                                .toList(),
                        layers);
        }
    }

    private void allLayers(J2kBytes in, List<Place> places, int layers) throws CodecException {
        for (Place place : places) {
            for (int layer = 0; layer < layers; layer++) {
                packet(in, place, layer);
            }
        }
    }

    private void packet(J2kBytes in, Place place, int layer) throws CodecException {
        in.skips(SOP, 6);
        J2kPacketBits bits = new J2kPacketBits(in);
        List<J2kBlock.Coming> coming = new ArrayList<>();
        if (bits.bit() == 1) {
            for (J2kPrecinct precinct : place.bands()) {
                coming.addAll(precinct.header(bits, layer, coding.blockStyle()));
            }
        }
        bits.align();
        in.skips(EPH, 2);
        for (J2kBlock.Coming part : coming) {
            part.segment().bytes.writeBytes(in.take(part.length()));
        }
    }
}
