package org.vigie.ingest.domain;

import java.util.List;

/** Whether the diffusion images of a study, as far as they have come, can be measured. */
public sealed interface ProtocolState {

    record NoDwi() implements ProtocolState {}

    record Satisfied() implements ProtocolState {}

    /** @param reasons numbers only: slices, b-values */
    record Unsatisfied(List<String> reasons) implements ProtocolState {
        public Unsatisfied {
            reasons = List.copyOf(reasons);
        }
    }
}
