package org.vigie.simulator.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.StudyPlan;

/** Writes a simulated study as files of DICOM part 10: the images in the order of acquisition, the SEG last. */
public final class StudyWriter {
    private StudyWriter() {}

    /**
     * Writes into a folder, which is created.
     *
     * @return the files in the order they should be sent
     */
    public static List<Path> write(StudyPlan plan, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int b = 0; b < plan.phantom().bValues().size(); b++) {
            for (int s = 0; s < plan.phantom().grid().slices(); s++) {
                Path file = folder.resolve("IM%05d.dcm".formatted(files.size() + 1));
                Part10.write(PhantomImage.of(plan, b, s), file);
                files.add(file);
            }
        }
        Optional<Contours> contours = plan.contours();
        if (contours.isPresent() && !plan.phantom().lesions().isEmpty()) {
            Path file = folder.resolve("SEG00001.dcm");
            Part10.write(PhantomSegmentation.of(plan, contours.get()), file);
            files.add(file);
        }
        return List.copyOf(files);
    }
}
