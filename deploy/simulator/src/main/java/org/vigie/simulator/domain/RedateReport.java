package org.vigie.simulator.domain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a copy came to.
 *
 * @param written in the order they should be sent; the SEG last
 * @param skipped no DICOM files
 * @param seg the SEG that was added
 * @param segVoxels its voxels
 */
public record RedateReport(String studyUid, List<Path> written, List<Path> skipped, Optional<Path> seg, int segVoxels) {
    public RedateReport {
        written = List.copyOf(written);
        skipped = List.copyOf(skipped);
    }
}
