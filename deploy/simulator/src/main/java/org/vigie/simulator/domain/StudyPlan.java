package org.vigie.simulator.domain;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Everything that makes one simulated study; its UIDs follow from the patient, the time and the seed.
 *
 * @param startedAt in the site's time zone
 * @param accession accession number, may be empty
 * @param uidSeed tells studies apart that share patient and time
 * @param afterContrast the images were made after contrast agent
 * @param contours empty: nobody drew any
 */
public record StudyPlan(
        SimulatedPatient patient,
        LocalDateTime startedAt,
        String description,
        String accession,
        String uidSeed,
        ScannerIdentity scanner,
        BreastPhantom phantom,
        boolean afterContrast,
        Optional<Contours> contours) {

    /** A study of both breasts before contrast, outlined by hand. */
    public static StudyPlan of(SimulatedPatient patient, LocalDateTime startedAt, BreastPhantom phantom) {
        return new StudyPlan(
                patient,
                startedAt,
                "MR breast diffusion (simulated)",
                "",
                "",
                ScannerIdentity.FIRST,
                phantom,
                false,
                Optional.of(Contours.MANUAL));
    }

    public String studyUid() {
        return uid("study");
    }

    public String imageSeriesUid() {
        return uid("series");
    }

    public String segSeriesUid() {
        return uid("seg-series");
    }

    public String segUid() {
        return uid("seg");
    }

    public String frameOfReferenceUid() {
        return uid("frame-of-reference");
    }

    public String imageUid(int bIndex, int slice) {
        return uid("image", Integer.toString(bIndex), Integer.toString(slice));
    }

    public StudyPlan withPhantom(BreastPhantom other) {
        return new StudyPlan(
                patient, startedAt, description, accession, uidSeed, scanner, other, afterContrast, contours);
    }

    public StudyPlan withScanner(ScannerIdentity other) {
        return new StudyPlan(
                patient, startedAt, description, accession, uidSeed, other, phantom, afterContrast, contours);
    }

    public StudyPlan withContours(Optional<Contours> other) {
        return new StudyPlan(
                patient, startedAt, description, accession, uidSeed, scanner, phantom, afterContrast, other);
    }

    public StudyPlan withUidSeed(String other) {
        return new StudyPlan(
                patient, startedAt, description, accession, other, scanner, phantom, afterContrast, contours);
    }

    public StudyPlan withAfterContrast(boolean other) {
        return new StudyPlan(patient, startedAt, description, accession, uidSeed, scanner, phantom, other, contours);
    }

    private String uid(String... what) {
        return Uids.of(
                "study-plan", patient.issuer(), patient.id(), startedAt.toString(), uidSeed, String.join("/", what));
    }
}
