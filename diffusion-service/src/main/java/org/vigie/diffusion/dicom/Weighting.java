package org.vigie.diffusion.dicom;

import org.vigie.diffusion.domain.Shells;
import org.vigie.mr.BValue;
import org.vigie.mr.BValue.Directionality;
import org.vigie.mr.MrFrame;

/** Whether two diffusion images are weighted alike, so that one could be a repeat of the other. */
final class Weighting {
    /** |cosine| above which two directions are one. */
    private static final double SAME_DIRECTION = 0.9998;

    private Weighting() {}

    /** The same b and, as far as is known, the same direction: a direction that is not stated may be any. */
    static boolean isSame(MrFrame a, MrFrame b) {
        BValue first = a.bValue().orElseThrow();
        BValue second = b.bValue().orElseThrow();
        double low = Math.min(first.value(), second.value());
        double high = Math.max(first.value(), second.value());
        if (!Shells.together(low, high)) {
            return false;
        }
        boolean stated = first.gradient().isPresent() && second.gradient().isPresent();
        return high <= Shells.LOW_B || !stated || areParallel(first, second);
    }

    /** Repeats are averaged: images of a stated direction with their like, those combined by the scanner with theirs. */
    static boolean isRepeat(MrFrame a, MrFrame b) {
        BValue first = a.bValue().orElseThrow();
        BValue second = b.bValue().orElseThrow();
        if (isCombined(first) || isCombined(second)) {
            return isCombined(first) && isCombined(second);
        }
        // A direction that is not stated is taken as one of its own: the usual case of one image per direction.
        return first.gradient().isPresent() && second.gradient().isPresent() && areParallel(first, second);
    }

    private static boolean areParallel(BValue a, BValue b) {
        return Math.abs(a.gradient().orElseThrow().dot(b.gradient().orElseThrow())) > SAME_DIRECTION;
    }

    private static boolean isCombined(BValue b) {
        return b.directionality() == Directionality.ISOTROPIC || b.directionality() == Directionality.NONE;
    }
}
