package org.vigie.simulator.dicom;

import java.util.List;
import org.dcm4che3.data.Attributes;
import org.vigie.simulator.domain.VoxelGrid;

/**
 * The images a segmentation was drawn on.
 *
 * @param header patient, study, device and frame of reference, taken over by the segmentation
 * @param images the images at each slice of the grid
 */
record SegSource(Attributes header, String seriesUid, VoxelGrid grid, List<List<ImageRef>> images) {

    /** @param frame one-based within a multi-frame image, 0 for an image of one frame */
    record ImageRef(String sopClassUid, String sopInstanceUid, int frame) {}
}
