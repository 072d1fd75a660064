package org.vigie.staging.fhir;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Rejected;

/** Observation: results by LOINC and UCUM, FISH and histology by our own codes and SNOMED CT. */
final class ObservationResource {
    private final AnalyteCodes codes;
    private final LabResults labs;

    ObservationResource(AnalyteCodes codes, LabResults labs) {
        this.codes = codes;
        this.labs = labs;
    }

    void read(Observation observation, Entry entry) {
        Observation.ObservationStatus status = observation.getStatus();
        if (status == null) {
            throw Unprocessable.required(entry.path("status"));
        }
        switch (status) {
            case FINAL, AMENDED, CORRECTED ->
                entry.states(
                        observation.getSubject(),
                        "subject",
                        "",
                        body(observation, entry),
                        observation.hasValue() ? "value" : "effective");
            case ENTEREDINERROR, CANCELLED -> entry.withdraws(observation.getSubject(), "subject", "", "status");
            default ->
                throw Unprocessable.unsupported(
                        entry.path("status"), "final, amended, corrected, cancelled or entered-in-error");
        }
    }

    private FactBody body(Observation observation, Entry entry) {
        if (!observation.getCode().hasCoding()) {
            throw Unprocessable.required(entry.path("code.coding"));
        }
        String path = entry.path("code.coding");
        Optional<Codes.Known<Analyte>> analyte = Codes.find(
                observation.getCode(),
                path,
                (system, code) -> codes.find(code, system).orElse(null));
        Optional<Codes.Known<Aberration>> aberration = Codes.find(observation.getCode(), path, Codes::aberration);
        Optional<Codes.Known<String>> pathology =
                Codes.find(observation.getCode(), path, (system, code) -> system.equals(Codes.PATHOLOGY) ? code : null);
        long meanings = Stream.of(analyte, aberration, pathology)
                .filter(Optional::isPresent)
                .count();
        if (meanings > 1) {
            throw Unprocessable.code(path, "codings that stand for one thing");
        }
        about(observation, entry);
        if (analyte.isPresent()) {
            return lab(observation, analyte.get(), entry);
        }
        if (aberration.isPresent()) {
            return new LaboratoryFact.Cytogenetics(
                    at(observation, entry),
                    Map.of(aberration.get().meaning(), bool(observation, entry)),
                    specimen(observation, entry));
        }
        return pathology
                .map(known -> pathology(observation, known.meaning(), entry))
                .orElseThrow(
                        () -> Unprocessable.code(path, "LOINC of an analyte that rules read, or a code of this site"));
    }

    /** What else an Observation can say of its value, and would be lost. */
    private static void about(Observation observation, Entry entry) {
        if (observation.hasFocus()) {
            throw Unprocessable.unsupported(entry.path("focus"), "absent: a result of the patient's own");
        }
        if (observation.hasDataAbsentReason() && observation.hasValue()) {
            throw Unprocessable.invalid(entry.path("dataAbsentReason"), "absent where there is a value");
        }
        if (observation.hasComponent()) {
            throw Unprocessable.unsupported(entry.path("component"), "each result as its own Observation");
        }
        Specimen specimen = specimenOf(observation, entry);
        if (specimen == null) {
            return;
        }
        if (specimen.hasStatus() && specimen.getStatus() != Specimen.SpecimenStatus.AVAILABLE) {
            throw Unprocessable.unsupported(
                    entry.path("specimen"), "a specimen that is available: nothing holds of another");
        }
        if (specimen.hasSubject()) {
            entry.reading()
                    .same(
                            entry.reading().subject(observation.getSubject(), entry.path("subject")),
                            entry.reading().subject(specimen.getSubject(), entry.path("specimen")),
                            entry.path("specimen"));
        }
    }

    private LaboratoryFact.Lab lab(Observation observation, Codes.Known<Analyte> analyte, Entry entry) {
        Quantity quantity = quantity(observation, entry);
        String unit = unit(quantity);
        if (labs.contradict(analyte.meaning(), quantity.getUnit(), unit)) {
            throw Unprocessable.invalid(entry.path("valueQuantity.unit"), "the unit that the code stands for");
        }
        Observation.ObservationReferenceRangeComponent range = range(observation);
        try {
            return labs.fact(new LabResults.Reported(
                    analyte.meaning(),
                    at(observation, entry),
                    comparator(quantity) + quantity.getValue().toPlainString(),
                    unit,
                    limit(range.hasLow() ? range.getLow() : null, unit, entry),
                    limit(range.hasHigh() ? range.getHigh() : null, unit, entry),
                    specimen(observation, entry),
                    analyte.system().equals(Codes.LOINC) ? analyte.code() : null));
        } catch (Rejected e) {
            throw new Unprocessable(
                    422,
                    e.faults().stream()
                            .map(fault -> Issue.error("value", entry.path(element(fault)), fault.rule()))
                            .toList());
        }
    }

    private static String element(Fault fault) {
        return fault.object().startsWith("reference") ? "referenceRange" : "valueQuantity";
    }

    private LaboratoryFact.Pathology pathology(Observation observation, String code, Entry entry) {
        ClinicalTime at = at(observation, entry);
        String specimen = specimen(observation, entry);
        return switch (code) {
            case "histology" -> {
                if (!(observation.getValue() instanceof CodeableConcept concept)) {
                    throw Unprocessable.required(entry.path("valueCodeableConcept"));
                }
                yield new LaboratoryFact.Pathology(
                        at,
                        null,
                        Codes.find(concept, entry.path("valueCodeableConcept"), Codes::histology)
                                .map(Codes.Known::meaning)
                                .orElseThrow(() -> Unprocessable.code(
                                        entry.path("valueCodeableConcept"), "a histological type this site knows")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        specimen);
            }
            case "intraductal-percent" -> {
                Quantity percent = quantity(observation, entry);
                if (!"%".equals(unit(percent)) || percent.hasComparator()) {
                    throw Unprocessable.invalid(entry.path("valueQuantity"), "an exact value in %");
                }
                yield new LaboratoryFact.Pathology(
                        at, null, null, percent.getValue().doubleValue(), null, null, null, null, specimen);
            }
            case "biopsy-proven-plasmacytoma" ->
                new LaboratoryFact.Pathology(
                        at, null, null, null, bool(observation, entry), null, null, null, specimen);
            case "single-plasmacytoma" ->
                new LaboratoryFact.Pathology(
                        at, null, null, null, null, bool(observation, entry), null, null, specimen);
            case "amyloidosis" ->
                new LaboratoryFact.Pathology(
                        at, null, null, null, null, null, bool(observation, entry), null, specimen);
            case "complete-response" ->
                new LaboratoryFact.Pathology(
                        at, null, null, null, null, null, null, bool(observation, entry), specimen);
            default -> throw Unprocessable.code(entry.path("code.coding"), "a code of " + Codes.PATHOLOGY);
        };
    }

    private static boolean bool(Observation observation, Entry entry) {
        if (observation.getValue() instanceof BooleanType value && value.getValue() != null) {
            return value.booleanValue();
        }
        throw Unprocessable.required(entry.path("valueBoolean"));
    }

    private static Quantity quantity(Observation observation, Entry entry) {
        if (observation.getValue() instanceof Quantity quantity && quantity.getValue() != null) {
            return quantity;
        }
        throw Unprocessable.required(entry.path("valueQuantity"));
    }

    /** A code of UCUM, or the unit as written; a code of another system is no unit we know. */
    private static @Nullable String unit(Quantity quantity) {
        if (quantity.hasCode() && Codes.UCUM.equals(quantity.getSystem())) {
            return quantity.getCode();
        }
        return quantity.hasSystem() && !Codes.UCUM.equals(quantity.getSystem()) ? null : quantity.getUnit();
    }

    /** The one range of healthy people; where several could apply none does. */
    private static Observation.ObservationReferenceRangeComponent range(Observation observation) {
        List<Observation.ObservationReferenceRangeComponent> normal = observation.getReferenceRange().stream()
                .filter(range -> !range.hasType()
                        || range.getType().getCoding().stream().anyMatch(type -> "normal".equals(type.getCode())))
                .toList();
        return normal.size() == 1 ? normal.getFirst() : new Observation.ObservationReferenceRangeComponent();
    }

    /** A limit without a unit is unknown, one in another unit is not compared. */
    private static @Nullable String limit(@Nullable Quantity limit, @Nullable String unit, Entry entry) {
        if (limit == null || limit.getValue() == null) {
            return null;
        }
        if (limit.hasComparator()) {
            throw Unprocessable.invalid(entry.path("referenceRange"), "exact limits");
        }
        boolean same = Objects.equals(unit(limit), unit);
        if (!same && unit != null && unit(limit) != null) {
            throw Unprocessable.invalid(entry.path("referenceRange"), "in the unit of the value");
        }
        return same ? limit.getValue().toPlainString() : null;
    }

    private static String comparator(Quantity quantity) {
        return quantity.hasComparator() ? quantity.getComparator().toCode() : "";
    }

    private static ClinicalTime at(Observation observation, Entry entry) {
        Type effective = observation.getEffective();
        Specimen specimen = effective == null ? specimenOf(observation, entry) : null;
        if (specimen != null && specimen.getCollection().getCollected() instanceof DateTimeType collected) {
            return Dates.required(collected, entry.path("specimen"));
        }
        if (specimen != null && specimen.getCollection().getCollected() instanceof Period collected) {
            return Dates.required(collected.getStartElement(), entry.path("specimen"));
        }
        return switch (effective) {
            case DateTimeType time -> Dates.required(time, entry.path("effectiveDateTime"));
            case Period period -> Dates.required(period.getStartElement(), entry.path("effectivePeriod.start"));
            case null -> throw Unprocessable.required(entry.path("effectiveDateTime"));
            default -> throw Unprocessable.invalid(entry.path("effective"), "a date or a period");
        };
    }

    private static @Nullable Specimen specimenOf(Observation observation, Entry entry) {
        return switch (entry.reading().resolve(observation.getSpecimen())) {
            case null -> null;
            case Specimen found -> found;
            default -> throw Unprocessable.invalid(entry.path("specimen"), "a Specimen");
        };
    }

    /** A pseudonym that results of one specimen share. */
    private static @Nullable String specimen(Observation observation, Entry entry) {
        if (!observation.hasSpecimen()) {
            return null;
        }
        Specimen specimen = specimenOf(observation, entry);
        String name = specimen != null && specimen.hasAccessionIdentifier()
                ? specimen.getAccessionIdentifier().getSystem() + "|"
                        + specimen.getAccessionIdentifier().getValue()
                : String.valueOf(observation.getSpecimen().getReference());
        return EventId.of(List.of("fhir", name), "staging.specimen", "1").toString();
    }
}
