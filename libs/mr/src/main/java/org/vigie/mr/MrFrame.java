package org.vigie.mr;

import java.util.List;
import java.util.Optional;

/**
 * One two-dimensional image as its header describes it.
 *
 * @param frameIndex zero-based within the instance; 0 for an image of one frame; the tile's number in a mosaic
 * @param bValue empty where none is stated, and where what is stated was refused (see faults)
 * @param faults what could not be read although the frame can be used, such as an impossible b-value
 * @param tile present where the slice is a part of a larger stored image
 */
public record MrFrame(
        MrInstance instance,
        int frameIndex,
        SeriesKind kind,
        SliceGeometry geometry,
        Optional<BValue> bValue,
        PixelFormat pixels,
        FrameTiming timing,
        Optional<MosaicTile> tile,
        List<HeaderFault> faults) {

    public MrFrame {
        faults = List.copyOf(faults);
    }

    public String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    public String seriesUid() {
        return instance.seriesUid();
    }

    /** The same image, known to have gone through lossy compression. */
    public MrFrame asLossy() {
        return new MrFrame(instance, frameIndex, kind, geometry, bValue, pixels.asLossy(), timing, tile, faults);
    }

    /** The same image, known to be diffusion-weighted with this b-value. */
    public MrFrame asDwi(BValue b) {
        SeriesKind weighted = kind.isDiffusionWeighted() ? kind : SeriesKind.DWI;
        return new MrFrame(instance, frameIndex, weighted, geometry, Optional.of(b), pixels, timing, tile, faults);
    }
}
