package org.vigie.mr;

import java.util.OptionalInt;

/**
 * What one SOP instance says about all of its frames.
 *
 * @param enhanced a multi-frame object with functional groups
 */
public record MrInstance(
        String sopInstanceUid,
        String sopClassUid,
        String seriesUid,
        String studyUid,
        OptionalInt seriesNumber,
        OptionalInt instanceNumber,
        OptionalInt acquisitionNumber,
        boolean enhanced,
        Scanner scanner,
        Protocol protocol,
        StudyTime studyTime) {}
