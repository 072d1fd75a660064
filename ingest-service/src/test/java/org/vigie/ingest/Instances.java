package org.vigie.ingest;

import java.time.Instant;
import java.util.List;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.InstanceStored.DwiFrame;

/** Events of an imagined MR study: two slices, b 0 and 800, series 1.2.1. */
public final class Instances {
    public static final String STUDY = "1.2";
    public static final String OTHER_STUDY = "1.3";
    public static final String PATIENT = "a".repeat(64);
    public static final String OTHER_PATIENT = "b".repeat(64);
    public static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    public static final String GRID = "64x64 2.0 2.0 1.0,0.0,0.0 0.0,1.0,0.0 0.0,0.0,0.0 1.9";

    private Instances() {}

    /** A whole, small diffusion study. */
    public static List<InstanceStored> completeDwi() {
        return List.of(dwi("1.2.1.1", 0, 0), dwi("1.2.1.2", 0, 5), dwi("1.2.1.3", 800, 0), dwi("1.2.1.4", 800, 5));
    }

    public static InstanceStored dwi(String sop, double b, double slice) {
        return of(STUDY, "1.2.1", sop, PATIENT, "MR", false, List.of(), List.of(new DwiFrame(b, GRID, slice)));
    }

    public static InstanceStored ct(String study, String sop, String patient) {
        return of(study, study + ".9", sop, patient, "CT", false, List.of(), List.of());
    }

    public static InstanceStored seg(String study, String sop, String patient, String refersTo) {
        return of(study, study + ".7", sop, patient, "SEG", false, List.of(study, refersTo), List.of());
    }

    public static InstanceStored conflicting(InstanceStored first) {
        return with(first, new ObjectRef("f".repeat(64), 7), true);
    }

    /** The same instance as other bytes. */
    public static InstanceStored withObject(InstanceStored first, ObjectRef object) {
        return with(first, object, first.conflicting());
    }

    private static InstanceStored with(InstanceStored first, ObjectRef object, boolean conflicting) {
        return new InstanceStored(
                first.patientKey(),
                first.studyUid(),
                first.seriesUid(),
                first.sopInstanceUid(),
                first.sopClassUid(),
                first.transferSyntaxUid(),
                first.modality(),
                object,
                first.callingAe(),
                T0,
                null,
                true,
                conflicting,
                List.of(),
                first.dwiFrames());
    }

    public static InstanceStored of(
            String study,
            String series,
            String sop,
            String patient,
            String modality,
            boolean conflicting,
            List<String> refersTo,
            List<DwiFrame> frames) {
        return new InstanceStored(
                patient,
                study,
                series,
                sop,
                "1.2.840.10008.5.1.4.1.1.4",
                "1.2.840.10008.1.2.1",
                modality,
                new ObjectRef("%064x".formatted(sop.hashCode() & 0xFFFFFFFL), 100),
                "PACS",
                T0,
                null,
                true,
                conflicting,
                refersTo,
                frames);
    }
}
