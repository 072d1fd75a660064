package org.vigie.mr;

import java.util.List;
import java.util.SortedSet;

/** Whether the diffusion images of a study, as far as they have come, can be measured. */
public sealed interface DwiProtocol {

    /** There are no diffusion images: nothing to wait for on their account. */
    record NoDwi() implements DwiProtocol {}

    /** At least one complete set. */
    record Satisfied(List<DwiSet> sets) implements DwiProtocol {
        public Satisfied {
            sets = List.copyOf(sets);
        }
    }

    /** None, or one still grows; every reason is named. */
    record Unsatisfied(List<Reason> reasons) implements DwiProtocol {
        public Unsatisfied {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * Images that can be fitted together.
     *
     * @param seriesUids scanners may split b-values into series
     * @param bValues s/mm², ascending, close ones joined
     * @param slices places along the normal
     */
    record DwiSet(SortedSet<String> seriesUids, List<Double> bValues, int slices) {
        public DwiSet {
            bValues = List.copyOf(bValues);
        }
    }

    /**
     * Why not.
     *
     * @param detail numbers only: slices, b-values
     */
    record Reason(Code code, String detail) {
        public enum Code {
            /** A diffusion image says nowhere how strongly it is weighted. */
            B_VALUE_UNKNOWN,
            /** No image at or below the protocol's low b-value. */
            NO_LOW_B,
            /** No image at or above the protocol's high b-value. */
            NO_HIGH_B,
            /** The b-values do not cover the same slices. */
            SLICES_DIFFER,
            /** Of one b-value, some slices have fewer images (directions, repeats) than others. */
            IMAGES_MISSING,
            /** The distance between neighbouring slices jumps. */
            SLICE_GAP,
            /** Fewer table positions than the protocol has. */
            STATIONS_MISSING,
            /** Between two table positions slices are missing. */
            STATION_GAP,
            /** Table positions have different b-values. */
            STATIONS_DIFFER,
            /** The table positions together reach less far than the protocol. */
            COVERAGE_SHORT
        }

        @Override
        public String toString() {
            return detail.isEmpty() ? code.name() : code + " " + detail;
        }
    }
}
