package org.vigie.diffusion.dicom;

import java.util.List;
import java.util.Set;
import org.vigie.contract.Reason;

/**
 * The headers of a study.
 *
 * @param frames every usable frame of every MR image
 * @param segmentations DICOM SEG objects
 * @param patients distinct PatientIDs; they stay in memory
 * @param unusable why diffusion images of the study cannot be used
 * @param skipped labels of what is no DICOM
 */
public record StudyScan(
        List<ScannedFrame> frames,
        List<StudyObject> segmentations,
        Set<String> patients,
        List<Reason> unusable,
        List<String> skipped) {
    public StudyScan {
        frames = List.copyOf(frames);
        segmentations = List.copyOf(segmentations);
        patients = Set.copyOf(patients);
        unusable = List.copyOf(unusable);
        skipped = List.copyOf(skipped);
    }
}
