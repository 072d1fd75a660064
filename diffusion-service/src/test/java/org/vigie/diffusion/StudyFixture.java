package org.vigie.diffusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.simulator.SimulatedStudy;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.store.ObjectStore;

/** Simulated studies in an object store, as ingest leaves them. */
public final class StudyFixture {
    public static final String TRACKING_UID = "2.25.4711";
    public static final String STUDY_UID = "2.25.99";
    public static final Instant LAST_RECEIVED = Instant.parse("2026-11-20T10:00:30Z");

    private final ObjectStore store;

    public StudyFixture(ObjectStore store) {
        this.store = store;
    }

    /** One lesion of ADC 1.0e-3 mm2/s and one of 1.5e-3, outlined by hand. */
    public static StudyPlan plan() {
        BreastPhantom phantom = BreastPhantom.builder()
                .lesion(new Lesion("L1", TRACKING_UID, 30, 40, 10, 12, 1.0e-3, 900))
                .lesion(new Lesion("L2", TRACKING_UID + ".2", 66, 42, 9, 10, 1.5e-3, 900))
                .build();
        return StudyPlan.of(patient("P-1"), LocalDateTime.of(2026, 11, 20, 9, 30), phantom);
    }

    public static SimulatedPatient patient(String id) {
        return new SimulatedPatient(id, "LOCAL", "Testpatient^Nina", LocalDate.of(1970, 1, 1));
    }

    public static List<Path> files(StudyPlan plan, Path folder) throws IOException {
        return new SimulatedStudy(plan).writeTo(folder);
    }

    public StudyReady ready(List<Path> files) throws IOException {
        return ready(files, "WORKSTATION");
    }

    public StudyReady ready(List<Path> files, String callingAe) throws IOException {
        List<StudyManifest.Instance> instances = new ArrayList<>();
        for (Path file : files) {
            ObjectRef object = store.put("ingest", Files.readAllBytes(file));
            instances.add(new StudyManifest.Instance(
                    "2.25.1." + instances.size(),
                    "1.2.840.10008.5.1.4.1.1.4",
                    "1.2.840.10008.1.2.1",
                    object,
                    callingAe,
                    true));
        }
        StudyManifest manifest = new StudyManifest(
                "pseudonym",
                STUDY_UID,
                1,
                ClinicalTime.parse("2026-11-20T09:30:00"),
                List.of(new StudyManifest.Series("2.25.2", STUDY_UID, "MR", instances)));
        return ready(store.put("ingest", Json.bytes(manifest)), false);
    }

    public static StudyReady ready(ObjectRef manifest, boolean incomplete) {
        return new StudyReady(
                "pseudonym",
                STUDY_UID,
                1,
                ClinicalTime.parse("2026-11-20T09:30:00"),
                LAST_RECEIVED.minusSeconds(30),
                LAST_RECEIVED,
                LAST_RECEIVED.plusSeconds(60),
                manifest,
                List.of(new StudyReady.SeriesCount("2.25.2", "MR", 81)),
                List.of("2.25.2"),
                StudyReady.Completeness.PROTOCOL_SATISFIED,
                incomplete,
                List.of());
    }
}
