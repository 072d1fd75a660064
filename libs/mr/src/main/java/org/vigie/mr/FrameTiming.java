package org.vigie.mr;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The clock of one frame, and how often it was measured.
 *
 * @param acquired start of the acquisition on the scanner's clock
 * @param echoTimeMs TE, ms
 * @param repetitionTimeMs TR, ms
 * @param flipAngleDegrees degrees
 * @param temporalPosition index of a time series, from 1
 * @param averages (0018,0083): how many measurements the image is the mean of
 */
public record FrameTiming(
        Optional<LocalDateTime> acquired,
        OptionalDouble echoTimeMs,
        OptionalDouble repetitionTimeMs,
        OptionalDouble flipAngleDegrees,
        OptionalInt temporalPosition,
        OptionalDouble averages) {

    /** With the number of averages not stated. */
    public FrameTiming(
            Optional<LocalDateTime> acquired,
            OptionalDouble echoTimeMs,
            OptionalDouble repetitionTimeMs,
            OptionalDouble flipAngleDegrees,
            OptionalInt temporalPosition) {
        this(acquired, echoTimeMs, repetitionTimeMs, flipAngleDegrees, temporalPosition, OptionalDouble.empty());
    }
}
