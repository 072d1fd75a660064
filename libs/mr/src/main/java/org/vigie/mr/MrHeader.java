package org.vigie.mr;

import java.util.List;

/** What reading a header came to. */
public sealed interface MrHeader {

    SeriesKind kind();

    /** An MR image whose frames are all known; there is at least one. */
    record Usable(MrInstance instance, List<MrFrame> frames) implements MrHeader {
        public Usable {
            frames = List.copyOf(frames);
        }

        public List<HeaderFault> faults() {
            return frames.stream().flatMap(f -> f.faults().stream()).toList();
        }

        /** The kind of the first frame; frames of one instance may differ. */
        @Override
        public SeriesKind kind() {
            return frames.getFirst().kind();
        }
    }

    /** An MR image that no measurement can use, and why. */
    record Unusable(SeriesKind kind, List<HeaderFault> faults) implements MrHeader {
        public Unusable {
            faults = List.copyOf(faults);
        }
    }

    /** Something else than an MR image: a segmentation, a report, another modality. */
    record NotMrImage(SeriesKind kind) implements MrHeader {}
}
