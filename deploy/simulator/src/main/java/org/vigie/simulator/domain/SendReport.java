package org.vigie.simulator.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** What became of every file that was to be sent, in the order of sending. */
public record SendReport(List<Outcome> outcomes) {

    public SendReport {
        outcomes = List.copyOf(outcomes);
    }

    public enum State {
        /** Answered with Success. */
        STORED,
        /** Answered with another status. */
        REFUSED,
        /** Never answered. */
        UNANSWERED,
        /** No DICOM file; not sent. */
        SKIPPED
    }

    /**
     * @param status DIMSE status of the last answer, empty where there was none
     * @param detail why, for states other than {@link State#STORED}
     */
    public record Outcome(Path file, State state, OptionalInt status, String detail) {}

    public long count(State state) {
        return outcomes.stream().filter(o -> o.state() == state).count();
    }

    /** Every DICOM file was answered with Success, and there was at least one. */
    public boolean isSuccess() {
        return count(State.STORED) > 0 && count(State.REFUSED) == 0 && count(State.UNANSWERED) == 0;
    }
}
