package org.vigie.diffusion.dicom;

import java.util.List;
import java.util.Map;
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
 * @param unreadable instances that are DICOM and could not be read, or contradict another of the same UID
 * @param patientsByStudy every study seen, by UID, and the distinct PatientIDs of its MR images; they stay in memory
 */
public record StudyScan(
        List<ScannedFrame> frames,
        List<ScannedFrame> otherImages,
        List<ContourObject> contours,
        Set<String> patients,
        List<Reason> unusable,
        List<String> skipped,
        List<Unreadable> unreadable,
        Map<String, Set<String>> patientsByStudy) {
    public StudyScan {
        frames = List.copyOf(frames);
        otherImages = List.copyOf(otherImages);
        contours = List.copyOf(contours);
        patients = Set.copyOf(patients);
        unusable = List.copyOf(unusable);
        skipped = List.copyOf(skipped);
        unreadable = List.copyOf(unreadable);
        patientsByStudy = Map.copyOf(patientsByStudy);
    }

    /**
     * @param label as its giver knows it
     * @param rule what it breaks
     */
    public record Unreadable(String label, Reason reason, String rule) {}

    /** True if no DICOM data set could be read at all. */
    public boolean hasNothing() {
        return patientsByStudy.isEmpty();
    }

    /** True if the images of some study belong to more than one patient. */
    public boolean hasMixedStudy() {
        return patientsByStudy.values().stream().anyMatch(ids -> ids.size() > 1);
    }

    /** True if somebody outlined something, readable or not. */
    public boolean hasContours() {
        return contours.stream().anyMatch(ContourObject::mustHaveContours);
    }
}
