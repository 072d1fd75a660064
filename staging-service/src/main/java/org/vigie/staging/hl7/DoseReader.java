package org.vigie.staging.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody;
import org.vigie.staging.domain.facts.Fault;
import org.vigie.staging.hl7.Segments.Seg;
import org.vigie.staging.intake.Statement;

/**
 * Drugs: RAS^O17 says that a dose was given, OMP^O09 and RDE^O11 that one was ordered. Neither makes a course, and an
 * order is no administration.
 */
final class DoseReader {
    private static final Set<String> GIVEN = Set.of("CP", "PA");
    private static final Set<String> NOT_GIVEN = Set.of("RE", "NA");
    private static final Set<String> CANCELLED = Set.of("CA", "OC", "DC", "OD", "CR", "DR");

    private DoseReader() {}

    /** RXA: dose by dose; RXA-20 says whether it was given, RXA-18 why it was refused. */
    static List<Statement> given(Segments message, Header header) {
        if (message.named("RXA").isEmpty()) {
            throw Refusal.error(Location.of("RXA"), Err.Kind.SEGMENT_SEQUENCE, "at least one RXA");
        }
        List<Statement> statements = new ArrayList<>();
        List<Err> errors = new ArrayList<>();
        Seg order = null;
        for (Seg segment : message.inOrder()) {
            if (segment.name().equals("ORC")) {
                order = segment;
            } else if (segment.name().equals("RXA")) {
                try {
                    dose(order, segment, header).ifPresent(statements::add);
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

    private static Optional<Statement> dose(@Nullable Seg order, Seg rxa, Header header) {
        String number = number(order);
        if (number == null) {
            throw Refusal.error(
                    order == null ? Location.of("ORC") : order.at(2),
                    Err.Kind.REQUIRED_FIELD,
                    "order number in ORC-2 or ORC-3 before RXA");
        }
        String sourceId = "RAS|" + number + "|" + rxa.requiredSingle(2, "administration number");
        boolean refused = rxa.get(18) != null;
        String status = rxa.get(20) == null ? refused ? "RE" : "CP" : rxa.get(20);
        boolean deleted = "D".equals(rxa.get(21));
        UnaryOperator<Fault> at = fault -> located(fault, rxa, 3, 5, rxa.at(2));
        if (deleted || NOT_GIVEN.contains(status)) {
            return Optional.of(new Statement.Withdrawn(sourceId, header.sentAt(), at));
        }
        if (!GIVEN.contains(status)) {
            throw Refusal.error(rxa.at(20), Err.Kind.TABLE_VALUE, "a completion status of HL7 table 0322");
        }
        if (refused) {
            throw Refusal.error(rxa.at(18), Err.Kind.TABLE_VALUE, "no refusal reason of a dose that was given");
        }
        ClinicalTime time = Times.required(rxa, 3, "when the dose was given");
        FactBody body = new FactBody.Administration(null, time, drug(rxa, 5));
        return Optional.of(new Statement.Made(body, sourceId, header.sentAt(), at));
    }

    /** One order: ORC and what stands behind it up to the next ORC. */
    private record Order(Seg orc, List<Seg> timings, List<Seg> drugs) {}

    /** RXO of an order, RXE of an encoded order; planned in TQ1-7, ORC-15 or ORC-7.4 of the same order. */
    static List<Statement> ordered(Segments message, Header header, String drugSegment, int codeField) {
        List<Statement> statements = new ArrayList<>();
        List<Err> errors = new ArrayList<>();
        for (Order order : orders(message, drugSegment)) {
            try {
                statements.addAll(ordered(order, header, drugSegment, codeField));
            } catch (Refusal e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new Refusal(Refusal.Code.AE, errors);
        }
        return statements;
    }

    private static List<Order> orders(Segments message, String drugSegment) {
        List<Order> orders = new ArrayList<>();
        for (Seg segment : message.inOrder()) {
            boolean drug = segment.name().equals(drugSegment);
            if (segment.name().equals("ORC")) {
                orders.add(new Order(segment, new ArrayList<>(), new ArrayList<>()));
            } else if (drug || segment.name().equals("TQ1")) {
                if (orders.isEmpty()) {
                    throw Refusal.error(segment.at(), Err.Kind.SEGMENT_SEQUENCE, "ORC before " + segment.name());
                }
                (drug ? orders.getLast().drugs() : orders.getLast().timings()).add(segment);
            }
        }
        if (message.named(drugSegment).isEmpty()) {
            throw Refusal.error(Location.of(drugSegment), Err.Kind.SEGMENT_SEQUENCE, "at least one " + drugSegment);
        }
        return orders;
    }

    private static List<Statement> ordered(Order order, Header header, String drugSegment, int codeField) {
        Seg orc = order.orc();
        if (order.drugs().isEmpty()) {
            throw Refusal.error(orc.at(), Err.Kind.SEGMENT_SEQUENCE, drugSegment + " behind its ORC");
        }
        String control = orc.requiredSingle(1, "order control");
        String number = number(orc);
        if (number == null) {
            throw Refusal.error(orc.at(2), Err.Kind.REQUIRED_FIELD, "order number in ORC-2 or ORC-3");
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < order.drugs().size(); i++) {
            Seg drug = order.drugs().get(i);
            String sourceId = "ORDER|" + number + "|" + (i + 1);
            UnaryOperator<Fault> at = fault -> located(fault, drug, codeField, codeField, orc.at(2));
            statements.add(
                    CANCELLED.contains(control)
                            ? new Statement.Withdrawn(sourceId, header.sentAt(), at)
                            : new Statement.Made(
                                    new FactBody.AdministrationOrdered(null, planned(order), drug(drug, codeField)),
                                    sourceId,
                                    header.sentAt(),
                                    at));
        }
        return statements;
    }

    private static ClinicalTime planned(Order order) {
        for (Seg timing : order.timings()) {
            if (timing.single(7) != null) {
                return Times.required(timing, 7, "when it is planned");
            }
        }
        Seg orc = order.orc();
        String quantity = orc.get(7, 0, 4);
        return quantity != null
                ? Times.read(quantity, orc.at(7))
                : Times.required(orc, 15, "when it is planned, in TQ1-7, ORC-7 or ORC-15");
    }

    private static @Nullable String number(@Nullable Seg order) {
        if (order == null) {
            return null;
        }
        return order.get(2) == null ? order.get(3) : order.get(2);
    }

    private static String drug(Seg segment, int field) {
        String code = segment.required(field, "the drug");
        String name = segment.get(field, 2);
        return name == null ? code : name;
    }

    private static Fault located(Fault fault, Seg segment, int timeField, int drugField, Location name) {
        return switch (fault.object()) {
            case Fault.SOURCE_ID -> new Fault(fault.code(), name.encoded(), fault.rule());
            case "at", "plannedAt" ->
                new Fault(fault.code(), segment.at(timeField).encoded(), fault.rule());
            case "drug" -> new Fault(fault.code(), segment.at(drugField).encoded(), fault.rule());
            default -> fault;
        };
    }
}
