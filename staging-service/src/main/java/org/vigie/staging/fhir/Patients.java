package org.vigie.staging.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.staging.intake.StatedPatient;

/** Patient: who is meant. */
final class Patients {
    private static final Set<String> ID_TYPES = Set.of("MR", "PI", "PT", "PN");

    private Patients() {}

    static StatedPatient read(Patient patient, String path) {
        if (patient.hasLink()) {
            throw Unprocessable.unsupported(
                    path + ".link", "patients are merged by POST /api/patients/merge or ADT^A40");
        }
        if (patient.hasActive() && !patient.getActive()) {
            throw Unprocessable.unsupported(path + ".active", "a record in use");
        }
        List<StatedPatient.Id> ids = new ArrayList<>();
        for (Identifier identifier : patient.getIdentifier()) {
            if (identifier.hasValue() && isPatientId(identifier)) {
                ids.add(new StatedPatient.Id(identifier.getValue(), identifier.getSystem()));
            }
        }
        if (ids.isEmpty()) {
            throw Unprocessable.required(path + ".identifier");
        }
        String birth = patient.getBirthDateElement().getValueAsString();
        if (birth != null && birth.length() != 10) {
            throw Unprocessable.invalid(path + ".birthDate", "a whole date");
        }
        return new StatedPatient(
                ids, null, name(patient), birth == null ? null : ClinicalTime.parse(birth), sex(patient));
    }

    /** True if it is one of those the Patient states, whatever it is an id for. */
    static boolean hasIdentifier(Patient patient, Identifier stated) {
        return patient.getIdentifier().stream()
                .anyMatch(known -> Objects.equals(known.getSystem(), stated.getSystem())
                        && Objects.equals(known.getValue(), stated.getValue()));
    }

    static boolean isPatientId(Identifier identifier) {
        List<Coding> types = identifier.getType().getCoding();
        return identifier.getUse() != Identifier.IdentifierUse.OLD
                && (types.isEmpty() || types.stream().anyMatch(type -> ID_TYPES.contains(type.getCode())));
    }

    private static @Nullable String name(Patient patient) {
        if (!patient.hasName()) {
            return null;
        }
        HumanName name = patient.getNameFirstRep();
        String given = name.getGivenAsSingleString();
        return given == null || given.isBlank() ? name.getFamily() : name.getFamily() + "^" + given;
    }

    private static @Nullable String sex(Patient patient) {
        return switch (patient.getGender()) {
            case null -> null;
            case FEMALE -> "F";
            case MALE -> "M";
            default -> "O";
        };
    }
}
