package org.vigie.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vigie.simulator.dicom.StudyWriter;
import org.vigie.simulator.domain.StudyPlan;

/** A study that can be written as DICOM files. */
public record SimulatedStudy(StudyPlan plan) {

    public String studyUid() {
        return plan.studyUid();
    }

    /**
     * Writes into a folder, which is created.
     *
     * @return the files in the order they should be sent
     */
    public List<Path> writeTo(Path folder) throws IOException {
        return StudyWriter.write(plan, folder);
    }
}
