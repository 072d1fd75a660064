package org.vigie.staging.domain.cases;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/**
 * IMWG response at every day the monoclonal protein was measured after the work-up. What else is read belongs to that day
 * within {@value #DAYS} days (policy); the nadir is the smallest value between the work-up and the day before.
 */
final class MyelomaResponseCases {
    private static final int DAYS = 14;

    private final Workup workup;
    private final Reads timeline;

    MyelomaResponseCases(Workup workup) {
        this.workup = workup;
        this.timeline = workup.timeline();
    }

    List<RuleCase> all() {
        Stated<Lab> serum = workup.lab(Analyte.SERUM_M_PROTEIN);
        Stated<Lab> urine = workup.lab(Analyte.URINE_M_PROTEIN);
        Stated<Lab> first = serum == null ? urine : serum;
        if (first == null) {
            return List.of();
        }
        LocalDate base = date(first);
        TreeSet<LocalDate> days = new TreeSet<>();
        timeline.stated(Lab.class)
                .filter(l -> l.body().analyte() == Analyte.SERUM_M_PROTEIN
                        || l.body().analyte() == Analyte.URINE_M_PROTEIN)
                .map(this::date)
                .filter(day -> day.isAfter(base))
                .forEach(days::add);
        List<RuleCase> cases = new ArrayList<>();
        LocalDate last = base;
        for (LocalDate day : days) {
            // Serum and urine of one visit are collected on neighbouring days: they are one assessment.
            if (day.isAfter(last.plusDays(DAYS))) {
                cases.add(at(day, serum, urine));
                last = day;
            }
        }
        return cases;
    }

    private RuleCase at(LocalDate day, @Nullable Stated<Lab> serum, @Nullable Stated<Lab> urine) {
        Readings readings = new Readings();
        protein(readings, "serumM", Analyte.SERUM_M_PROTEIN, serum, day);
        protein(readings, "urineM", Analyte.URINE_M_PROTEIN, urine, day);
        Workup.read(readings, "bmpc", workup.lab(Analyte.CLONAL_PLASMA_CELLS, day, DAYS));
        Workup.read(readings, "flcRatio", workup.lab(Analyte.FLC_RATIO_KAPPA_LAMBDA, day, DAYS));
        Stated<MonoclonalProtein> fixation =
                workup.nearest(timeline.stated(MonoclonalProtein.class), MonoclonalProtein::at, day, DAYS);
        if (fixation != null) {
            positive(readings, "serumImmunofixation", fixation.body().serumImmunofixation(), fixation.factId());
            positive(readings, "urineImmunofixation", fixation.body().urineImmunofixation(), fixation.factId());
        }
        return new RuleCase(
                MyelomaCases.rule("IMWG-RESPONSE"),
                day.toString(),
                org.vigie.contract.ClinicalTime.of(day),
                null,
                null,
                null,
                null,
                readings.byName(),
                readings.ids());
    }

    private static void positive(Readings readings, String input, @Nullable Boolean positive, String factId) {
        if (positive != null) {
            readings.choice(input, positive ? "positive" : "negative", factId);
        }
    }

    private void protein(
            Readings readings, String input, Analyte analyte, @Nullable Stated<Lab> baseline, LocalDate day) {
        Workup.read(readings, input + "Baseline", baseline);
        Workup.read(readings, input, workup.lab(analyte, day, DAYS));
        if (baseline == null) {
            return;
        }
        timeline.stated(Lab.class)
                .filter(l -> l.body().analyte() == analyte
                        && l.body().value() != null
                        && l.body().bound() == null)
                .filter(l -> !date(l).isBefore(date(baseline)) && date(l).isBefore(day.minusDays(DAYS)))
                .min(Comparator.comparingDouble(MyelomaResponseCases::value).thenComparing(Stated::factId))
                .ifPresent(nadir -> readings.put(
                                input + "Nadir", new Reading.Measured(value(nadir), analyte.ucum(), nadir.factId()))
                        .read(nadir.factId()));
    }

    private static double value(Stated<Lab> lab) {
        Double value = lab.body().value();
        return value == null ? Double.NaN : value;
    }

    private LocalDate date(Stated<Lab> lab) {
        return lab.body().at().dateIn(workup.site());
    }
}
