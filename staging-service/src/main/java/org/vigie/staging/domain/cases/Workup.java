package org.vigie.staging.domain.cases;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/**
 * What was found when a plasma-cell disease was last diagnosed: of each value the one nearest to the diagnosis, at most
 * {@value #DAYS} days away (policy), of two as near the later, of two of one time what was stated last. A disease
 * that progresses is diagnosed anew; the same disease stated again is not. Without a stated diagnosis, the first finding
 * that only such a disease is looked at for stands for its date; after {@value #SILENT_DAYS} days without one the next is
 * another first (policy): the values of two such work-ups cannot mix.
 */
final class Workup {
    static final int DAYS = 90;
    static final int SILENT_DAYS = 2 * DAYS;

    private static final Set<Disease> PLASMA_CELL = EnumSet.of(
            Disease.MULTIPLE_MYELOMA,
            Disease.SMOULDERING_MYELOMA,
            Disease.MGUS,
            Disease.LIGHT_CHAIN_MGUS,
            Disease.SOLITARY_PLASMACYTOMA);
    private static final Set<Analyte> TELLING = EnumSet.of(
            Analyte.BETA2_MICROGLOBULIN,
            Analyte.SERUM_M_PROTEIN,
            Analyte.URINE_M_PROTEIN,
            Analyte.URINE_LIGHT_CHAINS,
            Analyte.FLC_KAPPA,
            Analyte.FLC_LAMBDA,
            Analyte.CLONAL_PLASMA_CELLS);

    private final Reads timeline;
    private final ZoneId site;
    private final LocalDate anchor;

    private Workup(Reads timeline, ZoneId site, LocalDate anchor) {
        this.timeline = timeline;
        this.site = site;
        this.anchor = anchor;
    }

    /** Null where nothing says that this patient has, or may have, a plasma-cell disease. */
    static @Nullable Workup of(Reads timeline, ZoneId site) {
        LocalDate stated = newest(diagnoses(timeline, site), site);
        LocalDate anchor = stated == null ? beginning(telling(timeline), site) : stated;
        return anchor == null ? null : new Workup(timeline, site, anchor);
    }

    /** By date, one a day: what was stated last of it. One that was refuted since is none. */
    private static List<Stated<Diagnosis>> diagnoses(Reads timeline, ZoneId site) {
        List<Stated<Diagnosis>> all = Stated.latest(
                timeline.stated(Diagnosis.class)
                        .filter(d -> PLASMA_CELL.contains(d.body().disease())),
                d -> d.body().at().dateIn(site) + "|" + d.body().disease());
        Stream<Stated<Diagnosis>> confirmed = all.stream()
                .filter(d -> d.body().certainty() == Certainty.CONFIRMED)
                .filter(d -> all.stream().noneMatch(other -> isRefutedBy(d, other, site)));
        return Stated.latest(confirmed, d -> d.body().at().dateIn(site)).stream()
                .sorted(Comparator.comparing(d -> d.body().at().dateIn(site)))
                .toList();
    }

    private static boolean isRefutedBy(Stated<Diagnosis> one, Stated<Diagnosis> other, ZoneId site) {
        return other.body().certainty() == Certainty.REFUTED
                && other.body().disease() == one.body().disease()
                && !other.body().at().dateIn(site).isBefore(one.body().at().dateIn(site))
                && other.at().isAfter(one.at());
    }

    /** Date of the last diagnosis of another disease that is no milder than those before it. */
    private static @Nullable LocalDate newest(List<Stated<Diagnosis>> byDate, ZoneId site) {
        Diagnosis known = null;
        for (Stated<Diagnosis> one : byDate) {
            Diagnosis next = one.body();
            if (known == null
                    || (next.disease() != known.disease() && severity(next.disease()) >= severity(known.disease()))) {
                known = next;
            }
        }
        return known == null ? null : known.at().dateIn(site);
    }

    private static int severity(Disease disease) {
        return switch (disease) {
            case MULTIPLE_MYELOMA -> 2;
            case SMOULDERING_MYELOMA, SOLITARY_PLASMACYTOMA -> 1;
            case MGUS, LIGHT_CHAIN_MGUS, BREAST_CANCER, AMYLOIDOSIS, OTHER -> 0;
        };
    }

    private static Stream<ClinicalTime> telling(Reads timeline) {
        return Stream.of(
                        timeline.stated(Lab.class)
                                .filter(l -> TELLING.contains(l.body().analyte()))
                                .map(l -> l.body().at()),
                        timeline.stated(Cytogenetics.class).map(c -> c.body().at()),
                        timeline.stated(MonoclonalProtein.class)
                                .map(m -> m.body().at()),
                        timeline.stated(MarrowRead.class).map(m -> m.body().at()))
                .flatMap(s -> s);
    }

    private static @Nullable LocalDate beginning(Stream<ClinicalTime> times, ZoneId site) {
        LocalDate beginning = null;
        LocalDate last = null;
        for (LocalDate date : times.map(t -> t.dateIn(site)).sorted().toList()) {
            if (last == null || date.isAfter(last.plusDays(SILENT_DAYS))) {
                beginning = date;
            }
            last = date;
        }
        return beginning;
    }

    LocalDate anchor() {
        return anchor;
    }

    /** The statement of its kind nearest to the diagnosis; null if none is near. */
    <T extends FactBody> @Nullable Stated<T> nearest(Stream<Stated<T>> facts, Function<T, ClinicalTime> at) {
        return nearest(facts, at, anchor, DAYS);
    }

    /** The same for another date. */
    <T extends FactBody> @Nullable Stated<T> nearest(
            Stream<Stated<T>> facts, Function<T, ClinicalTime> at, LocalDate to, int days) {
        return near(facts, at, to, days).findFirst().orElse(null);
    }

    /** All statements of their kind near to the diagnosis, the nearest first. */
    <T extends FactBody> List<Stated<T>> near(Stream<Stated<T>> facts, Function<T, ClinicalTime> at) {
        return near(facts, at, anchor, DAYS).toList();
    }

    private <T extends FactBody> Stream<Stated<T>> near(
            Stream<Stated<T>> facts, Function<T, ClinicalTime> at, LocalDate to, int days) {
        Comparator<Stated<T>> near = Comparator.comparingLong(f -> away(at.apply(f.body()), to));
        Comparator<Stated<T>> later =
                Comparator.comparing(f -> at.apply(f.body()).instantIn(site));
        Comparator<Stated<T>> stated =
                Comparator.comparing((Stated<T> f) -> f.at()).thenComparing(Stated::factId);
        return facts.filter(f -> away(at.apply(f.body()), to) <= days)
                .sorted(near.thenComparing(later.reversed()).thenComparing(stated.reversed()));
    }

    private long away(ClinicalTime at, LocalDate to) {
        return Math.abs(ChronoUnit.DAYS.between(to, at.dateIn(site)));
    }

    @Nullable
    Stated<Lab> lab(Analyte analyte) {
        return lab(analyte, anchor, DAYS);
    }

    @Nullable
    Stated<Lab> lab(Analyte analyte, LocalDate to, int days) {
        return nearest(timeline.stated(Lab.class).filter(l -> l.body().analyte() == analyte), Lab::at, to, days);
    }

    Workup read(Readings readings, String input, Analyte analyte) {
        read(readings, input, lab(analyte));
        return this;
    }

    static void read(Readings readings, String input, @Nullable Stated<Lab> lab) {
        if (lab != null) {
            readings.put(input, reading(input, lab)).read(lab.factId());
        }
    }

    /** As stated: exact, within its bound, or of no use without a unit. */
    static Reading reading(String input, Stated<Lab> stated) {
        Lab lab = stated.body();
        Double value = lab.value();
        if (value == null) {
            return new Reading.Invalid(Reason.of(ReasonCode.UNIT_UNKNOWN, input));
        }
        String unit = lab.analyte().ucum();
        return switch (lab.bound()) {
            case null -> new Reading.Measured(value, unit, stated.factId());
            case BELOW -> new Reading.Within(null, Math.nextDown(value), unit, stated.factId());
            case AT_OR_BELOW -> new Reading.Within(null, value, unit, stated.factId());
            case AT_OR_ABOVE -> new Reading.Within(value, null, unit, stated.factId());
            case ABOVE -> new Reading.Within(Math.nextUp(value), null, unit, stated.factId());
        };
    }

    Workup readLimit(Readings readings, String input, Analyte analyte, boolean upper) {
        Stated<Lab> lab = lab(analyte);
        if (lab != null) {
            Double limit = upper ? lab.body().referenceHigh() : lab.body().referenceLow();
            readings.number(input, limit, analyte.ucum(), lab.factId());
        }
        return this;
    }

    /** The class a clinician stated, as the rules name it; null if none of these. */
    @Nullable
    String statedClass(Readings readings) {
        Stated<Diagnosis> diagnosis = nearest(diagnoses(timeline, site).stream(), Diagnosis::at);
        if (diagnosis == null) {
            return null;
        }
        readings.read(diagnosis.factId());
        return switch (diagnosis.body().disease()) {
            case MULTIPLE_MYELOMA -> "MM";
            case SMOULDERING_MYELOMA -> "SMM";
            case MGUS, LIGHT_CHAIN_MGUS -> "MGUS";
            case BREAST_CANCER, SOLITARY_PLASMACYTOMA, AMYLOIDOSIS, OTHER -> null;
        };
    }

    Reads timeline() {
        return timeline;
    }

    ZoneId site() {
        return site;
    }

    static String study(@Nullable String studyUid, ClinicalTime at) {
        return Objects.requireNonNullElse(studyUid, at.toString());
    }
}
