package org.vigie.contract.imaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.ObjectRef;

/**
 * Every instance of one revision of a study, and every SEG or RTSTRUCT of other studies that refers to it. Kept in the
 * object store; events carry its {@link ObjectRef}.
 */
public record StudyManifest(
        String patientKey,
        String studyUid,
        int revision,
        @Nullable ClinicalTime studyTime,
        List<Series> series) {

    public record Series(String seriesUid, String studyUid, String modality, List<Instance> instances) {}

    /**
     * @param callingAe AE title that sent it: decides whether its contours are trusted
     * @param used false if no measurement needs it
     */
    public record Instance(
            String sopInstanceUid,
            String sopClassUid,
            String transferSyntaxUid,
            ObjectRef object,
            String callingAe,
            boolean used) {}
}
