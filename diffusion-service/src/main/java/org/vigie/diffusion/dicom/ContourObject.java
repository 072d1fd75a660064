package org.vigie.diffusion.dicom;

import java.util.Optional;

/**
 * An object of a study that outlines something.
 *
 * @param mustHaveContours true for segmentations and structure sets; a report may be about anything
 * @param patientId normalised, where stated; it stays in memory
 */
public record ContourObject(
        StudyObject object, String sopInstanceUid, boolean mustHaveContours, Optional<String> patientId) {}
