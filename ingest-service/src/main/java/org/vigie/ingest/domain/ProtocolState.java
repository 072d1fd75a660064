package org.vigie.ingest.domain;

import java.util.List;

/** Whether the images of a study, as far as they have come, are what its protocols promise. */
public sealed interface ProtocolState {

    /** No rule has anything to say about what came. */
    record NoDwi() implements ProtocolState {}

    record Satisfied() implements ProtocolState {}

    /**
     * @param reasons numbers only: slices, b-values, phases
     * @param touchesDiffusion true if an ADC may be wrong for want of images
     */
    record Unsatisfied(List<String> reasons, boolean touchesDiffusion) implements ProtocolState {
        public Unsatisfied {
            reasons = List.copyOf(reasons);
        }

        public Unsatisfied(List<String> reasons) {
            this(reasons, true);
        }
    }
}
