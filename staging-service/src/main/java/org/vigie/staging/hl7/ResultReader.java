package org.vigie.staging.hl7;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.clinical.Analyte;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.AnalyteCodes;
import org.vigie.staging.intake.LabResults;
import org.vigie.staging.intake.Rejected;
import org.vigie.staging.intake.Statement;

/** ORU^R01: each OBX of an analyte that rules read becomes a statement; other results are none of our business. */
final class ResultReader {
    private static final Set<String> FINAL = Set.of("F", "C", "U", "A", "V");
    /** Deleted, wrong, or cannot be obtained: what was stated before does not hold. */
    private static final Set<String> WITHDRAWN = Set.of("D", "W", "X");
    /** Not final, or without a result. */
    private static final Set<String> NOT_YET = Set.of("P", "R", "S", "I", "N", "O", "B");

    private final AnalyteCodes codes;
    private final LabResults labs;

    ResultReader(AnalyteCodes codes, LabResults labs) {
        this.codes = codes;
        this.labs = labs;
    }

    /** @throws Refusal naming every OBX that is wrong */
    List<Statement> read(Segments message, Header header) {
        if (message.named("OBR").isEmpty()) {
            throw Refusal.error(Location.of("OBR"), Err.Kind.SEGMENT_SEQUENCE, "OBR before the results");
        }
        if (message.named("OBX").isEmpty()) {
            throw Refusal.error(Location.of("OBX"), Err.Kind.SEGMENT_SEQUENCE, "at least one OBX");
        }
        List<Statement> statements = new ArrayList<>();
        List<Err> errors = new ArrayList<>();
        Seg order = null;
        for (Seg segment : message.inOrder()) {
            if (segment.name().equals("OBR")) {
                order = segment;
            } else if (segment.name().equals("OBX")) {
                try {
                    result(order, segment, header).ifPresent(statements::add);
                } catch (Refusal e) {
                    errors.addAll(e.errors());
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new Refusal(Refusal.Code.AE, errors);
        }
        return statements;
    }

    private Optional<Statement> result(@Nullable Seg order, Seg obx, Header header) {
        if (order == null) {
            throw Refusal.error(obx.at(), Err.Kind.SEGMENT_SEQUENCE, "OBX after its OBR");
        }
        String code = obx.required(3, "what was observed");
        Optional<Analyte> analyte = codes.find(code, obx.get(3, 3)).or(() -> codes.find(obx.get(3, 4), obx.get(3, 6)));
        if (analyte.isEmpty()) {
            return Optional.empty();
        }
        if (codes.find(obx.get(3, 4), obx.get(3, 6))
                .filter(other -> other != analyte.get())
                .isPresent()) {
            throw Refusal.error(obx.at(3), Err.Kind.DATA_TYPE, "codes that stand for one thing");
        }
        String status = obx.requiredSingle(11, "status of the result");
        String sourceId = sourceId(order, obx, code);
        UnaryOperator<Fault> at = fault -> located(fault, obx);
        if (WITHDRAWN.contains(status)) {
            if (sourceId == null) {
                throw Refusal.error(order.at(3), Err.Kind.REQUIRED_FIELD, "order number: names the result taken back");
            }
            return Optional.of(new Statement.Withdrawn(sourceId, header.sentAt(), at));
        }
        if (!FINAL.contains(status)) {
            if (NOT_YET.contains(status)) {
                return Optional.empty();
            }
            throw Refusal.error(obx.at(11), Err.Kind.TABLE_VALUE, "a result status of HL7 table 0085");
        }
        return Optional.of(made(order, obx, analyte.get(), header, sourceId, at));
    }

    private Statement made(
            Seg order, Seg obx, Analyte analyte, Header header, @Nullable String sourceId, UnaryOperator<Fault> at) {
        ClinicalTime taken = obx.single(14) != null || order.single(7) == null
                ? Times.required(obx, 14, "when the specimen was taken, here or in OBR-7")
                : Times.required(order, 7, "when the specimen was taken");
        LabResults.Reported reported = new LabResults.Reported(
                        analyte, taken, value(obx), obx.get(6), null, null, specimen(order, header), obx.get(3))
                .withRange(range(obx));
        Instant version = header.sentAt();
        try {
            return new Statement.Made(labs.fact(reported), sourceId, version, at);
        } catch (Rejected e) {
            throw new Refusal(
                    Refusal.Code.AE,
                    e.faults().stream()
                            .map(fault -> Refusal.of(fault, obx.at(field(fault))))
                            .toList());
        }
    }

    private static String value(Seg obx) {
        String type = obx.requiredSingle(2, "type of the value");
        return switch (type) {
            case "NM", "ST", "TX", "FT" -> obx.requiredSingle(5, "the value");
            case "SN" -> structured(obx);
            default -> throw Refusal.error(obx.at(2), Err.Kind.TABLE_VALUE, "NM, SN or ST for a number");
        };
    }

    /** Comparator and one number; an interval or a ratio is no value of these analytes. */
    private static String structured(Seg obx) {
        String number = obx.get(5, 2);
        if (number == null || obx.hasFrom(5, 3)) {
            throw Refusal.error(obx.at(5), Err.Kind.DATA_TYPE, "one number, with a comparator where it is a bound");
        }
        String comparator = obx.get(5, 1);
        return comparator == null || comparator.equals("=") ? number : comparator + number;
    }

    /** Reference range; some senders write its limits as two components. */
    private static @Nullable String range(Seg obx) {
        if (obx.hasFrom(7, 3)) {
            return obx.single(7);
        }
        String high = obx.get(7, 2);
        return high == null ? obx.get(7) : obx.get(7) + "-" + high;
    }

    /** Filler's order number before placer's, with what was observed: the same result corrected has the same id. */
    private static @Nullable String sourceId(Seg order, Seg obx, String code) {
        String number = order.get(3) != null ? order.get(3) : order.get(2);
        return number == null ? null : "ORU|" + number + "|" + code + "|" + subId(obx);
    }

    /** OBX-4 with all its parts: what tells results of one code apart. */
    private static String subId(Seg obx) {
        String first = String.valueOf(obx.get(4));
        StringBuilder id = new StringBuilder(first);
        for (int component = 2; obx.hasFrom(4, component); component++) {
            id.append('^').append(obx.get(4, component) == null ? "" : obx.get(4, component));
        }
        return id.toString();
    }

    private static @Nullable String specimen(Seg order, Header header) {
        String number = order.get(3);
        return number == null
                ? null
                : EventId.of(List.of(header.sender(), number), "staging.specimen", "1")
                        .toString();
    }

    private static int field(Fault fault) {
        return switch (fault.object()) {
            case "unit" -> 6;
            case Fault.SOURCE_ID -> 4;
            case "referenceLow", "referenceHigh" -> 7;
            case "at" -> 14;
            default -> 5;
        };
    }

    /** Faults of the patient keep their name: only PID says who is meant. */
    private static Fault located(Fault fault, Seg obx) {
        return fault.object().equals("patientId") || fault.object().equals("birthDate")
                ? fault
                : new Fault(fault.code(), obx.at(field(fault)).encoded(), fault.rule());
    }
}
