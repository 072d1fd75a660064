package org.vigie.simulator.dicom;

import java.util.Optional;
import org.vigie.contract.clinical.Side;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.VoxelMask;

/**
 * One outlined lesion.
 *
 * @param everySlice write frames without a voxel too
 */
record Segment(
        String label,
        String trackingUid,
        Contours.Algorithm algorithm,
        Optional<Side> side,
        VoxelMask mask,
        boolean everySlice) {

    boolean hasFrame(int slice) {
        return everySlice || !mask.slice(slice).isEmpty();
    }
}
