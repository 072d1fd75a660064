package org.vigie.staging.domain.cases;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/**
 * IMWG response on every day the monoclonal protein was measured after the work-up, and on that of a new lesion. What else
 * is read belongs to the nearest such day within {@value #DAYS} days (policy); the nadir is the smallest value before.
 */
final class MyelomaResponseCases {
    private static final int DAYS = 14;

    private final Workup workup;
    private final Reads timeline;
    private final List<Stated<Lab>> serum;
    private final List<Stated<Lab>> urine;
    private final List<Stated<NewLesionRead>> lesions;
    private final List<Stated<MarrowResponseRead>> responses;
    private final List<Stated<MarrowRead>> marrow;
    private final List<Stated<MarrowRead>> marrowAtWorkup;
    private final TreeSet<LocalDate> days = new TreeSet<>();

    MyelomaResponseCases(Workup workup) {
        this.workup = workup;
        this.timeline = workup.timeline();
        this.serum = labs(Analyte.SERUM_M_PROTEIN);
        this.urine = labs(Analyte.URINE_M_PROTEIN);
        this.lesions = Stated.latest(
                timeline.stated(NewLesionRead.class),
                one -> Workup.study(one.body().studyUid(), one.body().at()));
        this.responses = Stated.latest(
                timeline.stated(MarrowResponseRead.class),
                one -> Workup.study(one.body().studyUid(), one.body().at()) + "|"
                        + one.body().region());
        this.marrow = WholeBodyCases.marrowReads(timeline);
        this.marrowAtWorkup = workup.near(marrow.stream(), MarrowRead::at);
    }

    /** Of two results of one specimen or one time the one stated last. */
    private List<Stated<Lab>> labs(Analyte analyte) {
        return Stated.latest(
                timeline.stated(Lab.class).filter(l -> l.body().analyte() == analyte),
                l -> l.body().at() + "|" + l.body().specimen());
    }

    List<RuleCase> all() {
        Stated<Lab> serumBase = workup.lab(Analyte.SERUM_M_PROTEIN);
        Stated<Lab> urineBase = workup.lab(Analyte.URINE_M_PROTEIN);
        Stated<Lab> first = serumBase == null ? urineBase : serumBase;
        if (first == null) {
            return List.of();
        }
        LocalDate base = date(first.body().at());
        serum.forEach(lab -> addAfter(base, lab.body().at()));
        LocalDate urineFrom = urineBase == null ? base : date(urineBase.body().at());
        // Urine collected next to a serum sample is of the same visit.
        urine.stream()
                .filter(lab -> date(lab.body().at()).isAfter(urineFrom)
                        && isAlone(lab.body().at()))
                .toList()
                .forEach(lab -> addAfter(base, lab.body().at()));
        lesions.stream()
                .filter(one -> one.body().newLesion() && isAlone(one.body().at()))
                .toList()
                .forEach(one -> addAfter(base, one.body().at()));
        return days.stream().map(day -> at(day, serumBase, urineBase)).toList();
    }

    private void addAfter(LocalDate base, ClinicalTime at) {
        if (date(at).isAfter(base)) {
            days.add(date(at));
        }
    }

    private boolean isAlone(ClinicalTime at) {
        return days.stream().noneMatch(day -> away(day, date(at)) <= DAYS);
    }

    private RuleCase at(LocalDate day, @Nullable Stated<Lab> serumBase, @Nullable Stated<Lab> urineBase) {
        Readings readings = new Readings();
        protein(readings, "serumM", serum, serumBase, day);
        protein(readings, "urineM", urine, urineBase, day);
        marrow(readings, day);
        Workup.read(readings, "flcRatio", workup.lab(Analyte.FLC_RATIO_KAPPA_LAMBDA, day, DAYS));
        immunofixation(readings, "serumImmunofixation", MonoclonalProtein::serumImmunofixation, day);
        immunofixation(readings, "urineImmunofixation", MonoclonalProtein::urineImmunofixation, day);
        newLesion(readings, day);
        plasmacytoma(readings, day);
        return new RuleCase(
                MyelomaCases.rule("IMWG-RESPONSE"),
                day.toString(),
                ClinicalTime.of(day),
                null,
                null,
                null,
                null,
                readings.byName(),
                readings.ids());
    }

    private void immunofixation(
            Readings readings, String input, Function<MonoclonalProtein, @Nullable Boolean> part, LocalDate day) {
        Stated<MonoclonalProtein> fixation = workup.nearest(
                timeline.stated(MonoclonalProtein.class).filter(one -> part.apply(one.body()) != null),
                MonoclonalProtein::at,
                day,
                DAYS);
        if (fixation != null) {
            boolean positive = Boolean.TRUE.equals(part.apply(fixation.body()));
            readings.choice(input, positive ? "positive" : "negative", fixation.factId());
        }
    }

    private void protein(
            Readings readings, String input, List<Stated<Lab>> labs, @Nullable Stated<Lab> baseline, LocalDate day) {
        Workup.read(readings, input + "Baseline", baseline);
        Stated<Lab> now = workup.nearest(
                labs.stream()
                        .filter(l -> !date(l.body().at()).isAfter(day)
                                || belongs(l.body().at(), day)),
                Lab::at,
                day,
                DAYS);
        Workup.read(readings, input, now);
        if (baseline != null) {
            LocalDate before = now == null ? day : date(now.body().at());
            LocalDate from = date(baseline.body().at());
            Nadir nadir = new Nadir(input + "Nadir", baseline);
            labs.stream()
                    .filter(l -> !date(l.body().at()).isBefore(from)
                            && date(l.body().at()).isBefore(before))
                    .forEach(nadir::add);
            nadir.put(readings);
        }
    }

    /** Whether no other assessed day is nearer; of two as near the later. */
    private boolean belongs(ClinicalTime at, LocalDate day) {
        LocalDate date = date(at);
        if (away(day, date) > DAYS) {
            return false;
        }
        LocalDate before = days.floor(date);
        LocalDate after = days.ceiling(date);
        boolean later = before == null || (after != null && away(after, date) <= away(before, date));
        return day.equals(later ? after : before);
    }

    private void marrow(Readings readings, LocalDate day) {
        Stated<Lab> cells = workup.lab(Analyte.CLONAL_PLASMA_CELLS, day, DAYS);
        Workup.read(readings, "bmpc", cells);
        if (cells != null && cells.body().value() != null && cells.body().bound() == null) {
            readings.yesNo("clonalCells", Objects.requireNonNull(cells.body().value()) > 0, cells.factId());
        }
    }

    /** As a reader said it of a study; that there is none not where another reading of the marrow saw one. */
    private void newLesion(Readings readings, LocalDate day) {
        Stated<NewLesionRead> seen = lesions.stream()
                .filter(one -> one.body().newLesion() && belongs(one.body().at(), day))
                .findFirst()
                .orElse(null);
        if (seen != null) {
            readings.yesNo("newLesion", true, seen.factId());
            return;
        }
        Stated<NewLesionRead> read = workup.nearest(lesions.stream(), NewLesionRead::at, day, DAYS);
        boolean contradicted = responses.stream()
                .anyMatch(one -> Boolean.TRUE.equals(one.body().findings().get(ResponseFinding.UNEQUIVOCAL_NEW_LESION))
                        && away(day, date(one.body().at())) <= DAYS);
        if (read != null && !read.body().newLesion() && !contradicted) {
            readings.yesNo("newLesion", false, read.factId());
        }
    }

    /** Disease outside the bones, at the work-up and now. */
    private void plasmacytoma(Readings readings, LocalDate day) {
        extramedullary(readings, "plasmacytomaBaseline", marrowAtWorkup);
        extramedullary(
                readings,
                "softTissuePlasmacytoma",
                marrow.stream().filter(one -> belongs(one.body().at(), day)).toList());
    }

    /** Seen by one it is there; that there is none only a reading of the whole body can say. */
    static void extramedullary(Readings readings, String input, List<Stated<MarrowRead>> reads) {
        Stated<MarrowRead> found = first(reads.stream(), one -> Boolean.TRUE.equals(one.extramedullary()));
        Stated<MarrowRead> none =
                first(reads.stream(), one -> one.extramedullary() != null && one.coverage() == Coverage.WHOLE_BODY);
        if (found != null) {
            readings.yesNo(input, true, found.factId());
        } else if (none != null) {
            readings.yesNo(input, false, none.factId());
        }
    }

    private static <T extends FactBody> @Nullable Stated<T> first(Stream<Stated<T>> facts, Function<T, Boolean> which) {
        return facts.filter(one -> which.apply(one.body())).findFirst().orElse(null);
    }

    private static long away(LocalDate one, LocalDate other) {
        return Math.abs(ChronoUnit.DAYS.between(one, other));
    }

    private LocalDate date(ClinicalTime at) {
        return at.dateIn(workup.site());
    }
}
