package org.vigie.diffusion.dicom.codec;

/** JPEG-LS (ISO/IEC 14495-1), lossless and near-lossless: one component of 2 to 16 bits. */
final class JpegLsCodec implements FrameCodec {

    @Override
    public int[] decode(byte[] data, FrameShape shape) throws CodecException {
        JpegMarkers markers = new JpegMarkers(data);
        int precision = 0;
        int[] preset = new int[5];
        while (true) {
            int marker = markers.next();
            switch (marker) {
                case JpegMarkers.SOF_LS -> precision = markers.precision(shape);
                case JpegMarkers.LSE -> preset(markers, preset);
                case JpegMarkers.DRI -> throw CodecException.unsupported("restart interval");
                case JpegMarkers.SOS -> {
                    if (precision == 0 || markers.u8(0) != 1) {
                        throw CodecException.corrupt("scan header");
                    }
                    if (markers.u8(2) != 0 || (markers.u8(5) & 0x0f) != 0) {
                        throw CodecException.unsupported("mapping table or point transform");
                    }
                    JpegLsParameters parameters = JpegLsParameters.of(precision, markers.u8(3), preset);
                    return new JpegLsScan(data, markers.end(), parameters).decode(shape.rows(), shape.columns());
                }
                case JpegMarkers.EOI -> throw CodecException.corrupt("no scan");
                default -> {
                    if (marker >= 0xC0 && marker <= 0xCF) {
                        throw CodecException.unsupported("JPEG process of marker " + Integer.toHexString(marker));
                    }
                }
            }
        }
    }

    private static void preset(JpegMarkers markers, int[] preset) throws CodecException {
        if (markers.u8(0) != 1) {
            throw CodecException.unsupported("preset parameters of kind " + markers.u8(0));
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = markers.u16(1 + 2 * i);
        }
    }
}
