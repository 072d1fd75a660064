package org.vigie.simulator.domain;

import java.util.List;
import java.util.Optional;
import org.vigie.simulator.domain.Contours.Algorithm;
import org.vigie.simulator.domain.Contours.Placement;

/** Studies that are valid DICOM and yet give no number; each has UIDs of its own. */
public final class BadStudies {
    private BadStudies() {}

    /** Only images of b = 0. */
    public static StudyPlan oneB(StudyPlan plan) {
        return plan.withPhantom(plan.phantom().toBuilder().bValues(List.of(0.0)).build())
                .withUidSeed("one-b");
    }

    /** The outline lies in another frame of reference than the images. */
    public static StudyPlan segOnOtherFrame(StudyPlan plan) {
        Contours other = new Contours(
                Algorithm.MANUAL, Placement.ON_LESIONS, Optional.of(Uids.of(plan.studyUid(), "other-frame")));
        return plan.withContours(Optional.of(other)).withUidSeed("other-frame");
    }

    /** The outline lies half a metre beside the images, in their frame of reference. */
    public static StudyPlan segOutside(StudyPlan plan) {
        Contours outside = new Contours(Algorithm.MANUAL, Placement.OUTSIDE_VOLUME, Optional.empty());
        return plan.withContours(Optional.of(outside)).withUidSeed("seg-outside");
    }

    /** The SEG has frames and no voxel. */
    public static StudyPlan segEmpty(StudyPlan plan) {
        Contours empty = new Contours(Algorithm.MANUAL, Placement.EMPTY, Optional.empty());
        return plan.withContours(Optional.of(empty)).withUidSeed("seg-empty");
    }

    /** Every pixel is zero, in the lesions and around them. */
    public static StudyPlan zeroSignal(StudyPlan plan) {
        BreastPhantom dark = plan.phantom().toBuilder().gain(0).build();
        return plan.withPhantom(dark).withUidSeed("zero-signal");
    }
}
