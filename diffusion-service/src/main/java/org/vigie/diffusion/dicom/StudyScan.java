package org.vigie.diffusion.dicom;

import java.util.List;
import java.util.Set;
import org.vigie.contract.Reason;

/**
 * The headers of a study.
 *
 * @param frames every usable frame of every MR image
 * @param otherImages frames of images of other modalities that lie in space, such as CT
 * @param contours objects that outline something: SEG, RTSTRUCT, SR
 * @param patients distinct PatientIDs of the diffusion images; they stay in memory
 * @param unusable why diffusion images of the study cannot be used
 * @param skipped labels of what is no DICOM
 */
public record StudyScan(
        List<ScannedFrame> frames,
        List<ScannedFrame> otherImages,
        List<ContourObject> contours,
        Set<String> patients,
        List<Reason> unusable,
        List<String> skipped) {
    public StudyScan {
        frames = List.copyOf(frames);
        otherImages = List.copyOf(otherImages);
        contours = List.copyOf(contours);
        patients = Set.copyOf(patients);
        unusable = List.copyOf(unusable);
        skipped = List.copyOf(skipped);
    }

    /** True if somebody outlined something, readable or not. */
    public boolean hasContours() {
        return contours.stream().anyMatch(ContourObject::mustHaveContours);
    }
}
