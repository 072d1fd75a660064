package org.vigie.staging.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.StatedPatient;

/** PID and MRG: who is meant. Only ids of patients count: a social security number finds nobody. */
final class Patients {
    private static final int PATIENT_IDS = 3;
    private static final int NAME = 5;
    private static final int BIRTH = 7;
    private static final int SEX = 8;
    private static final Set<String> ID_TYPES = Set.of("MR", "PI", "PT", "PN");

    private Patients() {}

    static StatedPatient of(Seg pid, String sender) {
        List<StatedPatient.Id> ids = ids(pid, PATIENT_IDS);
        if (ids.isEmpty()) {
            throw Refusal.error(
                    pid.at(PATIENT_IDS), Err.Kind.REQUIRED_FIELD, "an id of the patient: a name finds nobody");
        }
        return new StatedPatient(ids, sender, name(pid), birth(pid), pid.part(SEX, 0, 1, 1));
    }

    static List<StatedPatient.Id> ids(Seg segment, int field) {
        List<StatedPatient.Id> ids = new ArrayList<>();
        for (int repetition = 0; repetition < segment.repetitions(field); repetition++) {
            String id = segment.get(field, repetition, 1);
            String type = segment.get(field, repetition, 5);
            if (id != null && (type == null || ID_TYPES.contains(type))) {
                ids.add(new StatedPatient.Id(id, issuer(segment, field, repetition)));
            }
        }
        return ids;
    }

    /** Assigning authority by its name, else by its universal id. */
    private static @Nullable String issuer(Seg segment, int field, int repetition) {
        String name = segment.part(field, repetition, 4, 1);
        return name == null ? segment.part(field, repetition, 4, 2) : name;
    }

    private static @Nullable ClinicalTime birth(Seg pid) {
        String birth = pid.single(BIRTH);
        return birth == null
                ? null
                : ClinicalTime.of(Times.read(birth, pid.at(BIRTH)).date());
    }

    private static @Nullable String name(Seg pid) {
        String family = pid.part(NAME, 0, 1, 1);
        String given = pid.part(NAME, 0, 2, 1);
        if (family == null) {
            return given;
        }
        return given == null ? family : family + "^" + given;
    }
}
