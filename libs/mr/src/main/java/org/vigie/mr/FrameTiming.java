package org.vigie.mr;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The clock of one frame.
 *
 * @param acquired start of the acquisition on the scanner's clock
 * @param echoTimeMs TE, ms
 * @param repetitionTimeMs TR, ms
 * @param flipAngleDegrees degrees
 * @param temporalPosition index of a time series, from 1
 */
public record FrameTiming(
        Optional<LocalDateTime> acquired,
        OptionalDouble echoTimeMs,
        OptionalDouble repetitionTimeMs,
        OptionalDouble flipAngleDegrees,
        OptionalInt temporalPosition) {}
