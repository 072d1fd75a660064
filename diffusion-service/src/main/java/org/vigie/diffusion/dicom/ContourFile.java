package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One object with contours that somebody chose, together with the segmentations of the study it may refer to. */
public final class ContourFile {
    private ContourFile() {}

    /** @throws IOException if the place of an object fails */
    public static OutlineReading read(StudyObject chosen, StudyScan study) throws IOException {
        OutlineReading reading = OutlineReader.read(chosen);
        if (!(reading instanceof OutlineReading.Read(List<Outline> outlines))
                || outlines.stream().noneMatch(o -> o.shape() instanceof Outline.SegmentReference)) {
            return reading;
        }
        Map<String, List<Outline>> byInstance = new LinkedHashMap<>();
        for (ContourObject object : study.contours()) {
            if (OutlineReader.read(object.object()) instanceof OutlineReading.Read(List<Outline> others)) {
                byInstance.put(object.sopInstanceUid(), others);
            }
        }
        return new OutlineReading.Read(outlines.stream()
                .map(o -> Contours.lookUp(o, byInstance).orElse(o))
                .toList());
    }

    /** Segment 0 of a label map. */
    public static boolean isBackground(Outline outline) {
        return Contours.isBackground(outline);
    }
}
