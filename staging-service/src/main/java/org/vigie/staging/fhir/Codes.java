package org.vigie.staging.fhir;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Histology;
import org.vigie.contract.clinical.Side;

/** Codes that are understood; any other is refused, never replaced by a similar one. */
final class Codes {
    static final String LOINC = "http://loinc.org";
    static final String SNOMED = "http://snomed.info/sct";
    static final String UCUM = "http://unitsofmeasure.org";
    static final String ABERRATION = "urn:vigie:aberration";
    static final String PATHOLOGY = "urn:vigie:pathology";
    static final String COURSE = "urn:vigie:course";

    private static final Map<String, Disease> BY_SNOMED = Map.of(
            "254837009", Disease.BREAST_CANCER,
            "109989006", Disease.MULTIPLE_MYELOMA,
            "413587002", Disease.SMOULDERING_MYELOMA,
            "277577000", Disease.MGUS,
            "17602002", Disease.AMYLOIDOSIS);
    private static final Map<String, Disease> BY_ICD10 = Map.of(
            "C50", Disease.BREAST_CANCER,
            "C90.0", Disease.MULTIPLE_MYELOMA,
            "C90.3", Disease.SOLITARY_PLASMACYTOMA,
            "D47.2", Disease.MGUS,
            "E85", Disease.AMYLOIDOSIS);
    private static final Map<String, Histology> HISTOLOGY_BY_SNOMED =
            Map.of("408643008", Histology.DUCTAL, "278054005", Histology.LOBULAR);
    private static final Map<String, Side> SIDE_BY_SNOMED = Map.of("80248007", Side.L, "73056007", Side.R);

    private Codes() {}

    /** A coding that stands for something. */
    record Known<T>(T meaning, String code, String system) {}

    /**
     * What the codings of a concept stand for; those nobody here knows are translations.
     *
     * @throws Unprocessable at the path if two codings stand for different things
     */
    static <T> Optional<Known<T>> find(
            CodeableConcept concept, String path, BiFunction<String, String, @Nullable T> meaning) {
        Known<T> known = null;
        for (Coding coding : concept.getCoding()) {
            String system = coding.getSystem() == null ? "" : coding.getSystem();
            String code = coding.getCode() == null ? "" : coding.getCode();
            T found = meaning.apply(system, code);
            if (found != null && known != null && !known.meaning().equals(found)) {
                throw Unprocessable.code(path, "codings that stand for one thing");
            }
            if (found != null && known == null) {
                known = new Known<>(found, code, system);
            }
        }
        return Optional.ofNullable(known);
    }

    /**
     * The code of a status whose value set is required, null if no status is stated.
     *
     * @throws Unprocessable at the path if what is stated is no code of that system: a status that nobody here
     *     understands could deny all the rest
     */
    static @Nullable String status(CodeableConcept concept, String system, String path) {
        if (concept.isEmpty()) {
            return null;
        }
        Set<String> codes = new HashSet<>();
        for (Coding coding : concept.getCoding()) {
            if (system.equals(coding.getSystem()) && coding.hasCode()) {
                codes.add(coding.getCode());
            }
        }
        if (codes.size() != 1) {
            throw Unprocessable.code(path, "one code of " + system);
        }
        return codes.iterator().next();
    }

    static @Nullable Disease disease(String system, String code) {
        return switch (system) {
            case SNOMED -> BY_SNOMED.get(code);
            case "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-10-cm" ->
                BY_ICD10.entrySet().stream()
                        .filter(known -> code.equals(known.getKey()) || code.startsWith(known.getKey() + "."))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
            case "urn:vigie:disease" -> named(Disease.values(), code);
            default -> null;
        };
    }

    static @Nullable Aberration aberration(String system, String code) {
        return system.equals(ABERRATION) ? named(Aberration.values(), code) : null;
    }

    static @Nullable Histology histology(String system, String code) {
        return switch (system) {
            case SNOMED -> HISTOLOGY_BY_SNOMED.get(code);
            case PATHOLOGY -> named(Histology.values(), code);
            default -> null;
        };
    }

    static @Nullable Side side(String system, String code) {
        return system.equals(SNOMED) ? SIDE_BY_SNOMED.get(code) : null;
    }

    private static <E extends Enum<E>> @Nullable E named(E[] values, String name) {
        return List.of(values).stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
