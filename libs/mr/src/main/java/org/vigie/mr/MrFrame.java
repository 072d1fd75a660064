package org.vigie.mr;

import java.util.Optional;

/**
 * One two-dimensional image as its header describes it.
 *
 * @param frameIndex zero-based within the instance; 0 for an image of one frame; the tile's number in a mosaic
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
        Optional<MosaicTile> tile) {

    public String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    public String seriesUid() {
        return instance.seriesUid();
    }

    public MrFrame withBValue(BValue b) {
        return new MrFrame(instance, frameIndex, kind, geometry, Optional.of(b), pixels, timing, tile);
    }
}
