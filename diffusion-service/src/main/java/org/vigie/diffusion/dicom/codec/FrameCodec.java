package org.vigie.diffusion.dicom.codec;

/** One compressed frame of one sample per pixel to stored values, row by row. */
@FunctionalInterface
public interface FrameCodec {
    /**
     * @param data one whole frame; bytes after its end do no harm
     * @return {@code rows·columns} values whose low bits are those of the stored value
     * @throws CodecException if the bytes end early, contradict the header, or use what is not decoded here
     */
    int[] decode(byte[] data, FrameShape shape) throws CodecException;
}
