package org.vigie.diffusion.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Region;

/**
 * The contour of an earlier study laid over the images of a later one, by patient coordinates alone: the same frame of
 * reference, or what both headers say of the patient's position on the table. A breast does not lie twice as it lay, so the
 * result is a proposal for a reader, with the lesion's tracking UID, and never a validated region.
 */
public final class Propagation {
    private Propagation() {}

    /**
     * A proposal.
     *
     * @param trackingUid the lesion's in the earlier study
     * @param flags how it came about: carried over, resampled, cut, between two frames of reference
     */
    public record Proposed(Region region, Optional<String> trackingUid, List<String> flags) {
        public Proposed {
            flags = List.copyOf(flags);
        }
    }

    /** Empty where the contour meets no voxel of the later images, or cannot be laid over them at all. */
    public static Optional<Proposed> onto(Outline earlier, ImageStack later) {
        if (!(Placement.byCoordinates(earlier, later) instanceof Placement.Result.Placed placed)
                || placed.region().size() == 0) {
            return Optional.empty();
        }
        List<String> flags = new ArrayList<>(List.of(Flags.PROPAGATED_ROI, Flags.UNVALIDATED_ROI));
        if (placed.resampled()) {
            flags.add(Flags.ROI_RESAMPLED);
        }
        if (placed.outside()) {
            flags.add(Flags.ROI_PARTLY_OUTSIDE);
        }
        boolean sameFrame = earlier.frameOfReference().isPresent()
                && earlier.frameOfReference().equals(later.frameOfReference());
        if (!sameFrame) {
            flags.add(Flags.ROI_OTHER_FRAME);
        }
        return Optional.of(new Proposed(placed.region(), earlier.trackingUid(), flags));
    }
}
