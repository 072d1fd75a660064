package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.FactBody.FtvMeasured;
import org.vigie.contract.clinical.LesionFact.KineticsMeasured;
import org.vigie.contract.clinical.LesionFact.PerfusionMeasured;
import org.vigie.contract.clinical.LesionFact.ResidualRead;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.breast.BreastRules;
import org.vigie.staging.domain.timeline.Course;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/** Functional volume, contrast enhancement, spectroscopy and residual disease of a breast cancer under chemotherapy. */
final class BreastCases {
    private static final Rule FTV = BreastRules.byId("FTV");
    private static final Rule CHOLINE = BreastRules.byId("MRS-TCHO");
    private static final Rule KINETICS = BreastRules.byId("DCE-SQ");
    private static final Rule PERFUSION = BreastRules.byId("DCE-Q");
    private static final Rule RESIDUAL = BreastRules.byId("RESIDUAL");

    private final Reads timeline;
    private final Chronology chronology;
    private final Sizes sizes;

    BreastCases(Reads timeline, Chronology chronology, Sizes sizes) {
        this.timeline = timeline;
        this.chronology = chronology;
        this.sizes = sizes;
    }

    List<RuleCase> all() {
        List<Stated<FtvMeasured>> volumes = latest(FtvMeasured.class, LesionStudy::of);
        List<Stated<SpectroscopyMeasured>> spectra = latest(SpectroscopyMeasured.class, LesionStudy::of);
        List<Stated<KineticsMeasured>> kinetics = latest(KineticsMeasured.class, LesionStudy::of);
        List<Stated<PerfusionMeasured>> perfusions = latest(PerfusionMeasured.class, LesionStudy::of);
        List<Stated<ResidualRead>> residuals = latest(ResidualRead.class, LesionStudy::of);
        List<@Nullable RuleCase> cases = new ArrayList<>();
        volumes.forEach(now -> cases.add(volume(now, volumes)));
        spectra.forEach(now -> cases.add(choline(now, spectra)));
        kinetics.forEach(now -> cases.add(kinetics(now)));
        perfusions.forEach(now -> cases.add(perfusion(now, perfusions)));
        residuals.forEach(now -> cases.add(residual(now)));
        return cases.stream().filter(Objects::nonNull).toList();
    }

    private <T extends FactBody> List<Stated<T>> latest(Class<T> kind, Function<T, LesionStudy> about) {
        return Stated.latest(
                timeline.stated(kind), one -> about.apply(one.body()).key());
    }

    /** Last study of the same lesion in the baseline window of the course; none for a study of that window. */
    private <T extends FactBody> @Nullable Stated<T> baseline(
            @Nullable Course course, T now, List<Stated<T>> all, Function<T, LesionStudy> about) {
        if (course == null || chronology.isBaseline(course, about.apply(now).at())) {
            return null;
        }
        String lesion = about.apply(now).lesionUid();
        return all.stream()
                .filter(one -> Objects.equals(about.apply(one.body()).lesionUid(), lesion))
                .filter(one ->
                        chronology.isBaseline(course, about.apply(one.body()).at()))
                .max(chronology.byTime(one -> about.apply(one.body()).at()))
                .orElse(null);
    }

    private @Nullable RuleCase volume(Stated<FtvMeasured> now, List<Stated<FtvMeasured>> all) {
        FtvMeasured measured = now.body();
        Course course = chronology.courseOf(measured.at());
        if (course != null && chronology.isBaseline(course, measured.at())) {
            return null;
        }
        Stated<FtvMeasured> before = baseline(course, measured, all, LesionStudy::of);
        Readings readings = new Readings().number("ftv1", measured.volumeCm3(), "cm3", now.factId());
        if (before != null) {
            readings.number("ftv0", before.body().volumeCm3(), "cm3", before.factId());
            if (measured.thresholds() != null && before.body().thresholds() != null) {
                readings.choice(
                        "settings",
                        measured.thresholds().equals(before.body().thresholds()) ? "same" : "different",
                        now.factId());
            }
        }
        return LesionStudy.of(measured)
                .ask(FTV, course, before == null ? null : before.body().studyUid(), readings);
    }

    private @Nullable RuleCase choline(Stated<SpectroscopyMeasured> now, List<Stated<SpectroscopyMeasured>> all) {
        SpectroscopyMeasured measured = now.body();
        Course course = chronology.courseOf(measured.at());
        if (course != null && chronology.isBaseline(course, measured.at())) {
            return null;
        }
        Stated<SpectroscopyMeasured> before = baseline(course, measured, all, LesionStudy::of);
        Readings readings = new Readings();
        spectrum(readings, "1", measured, now.factId());
        if (before != null) {
            spectrum(readings, "0", before.body(), before.factId());
        }
        Double hours = course == null ? null : chronology.hoursAfter(course, measured.at());
        if (hours != null) {
            readings.put("h", new Reading.Measured(hours, "h", now.factId()));
        }
        return LesionStudy.of(measured)
                .ask(CHOLINE, course, before == null ? null : before.body().studyUid(), readings);
    }

    private static void spectrum(Readings readings, String side, SpectroscopyMeasured measured, String factId) {
        readings.number("c" + side, measured.cholineMmolPerKg(), "mmol/kg", factId)
                .number("se" + side, measured.standardErrorMmolPerKg(), "mmol/kg", factId)
                .number("limit" + side, measured.detectionLimitMmolPerKg(), "mmol/kg", factId);
        if (measured.cholineMmolPerKg() == null) {
            readings.yesNo("c" + side + "Detectable", false, factId);
        }
    }

    private RuleCase kinetics(Stated<KineticsMeasured> now) {
        KineticsMeasured measured = now.body();
        String id = now.factId();
        Readings readings = new Readings()
                .number("s0", measured.signalBefore(), "", id)
                .number("s1", measured.signalEarly(), "", id)
                .number("s2", measured.signalLate(), "", id)
                .number("t1", measured.earlySeconds(), "s", id)
                .number("t2", measured.lateSeconds(), "s", id)
                .count("connectedWashout", measured.connectedWashoutVoxels(), id)
                .count("connectedPlateau", measured.connectedPlateauVoxels(), id)
                .count("connectedPersistent", measured.connectedPersistentVoxels(), id);
        return LesionStudy.of(measured).ask(KINETICS, chronology.courseOf(measured.at()), null, readings);
    }

    private RuleCase perfusion(Stated<PerfusionMeasured> now, List<Stated<PerfusionMeasured>> all) {
        PerfusionMeasured measured = now.body();
        String id = now.factId();
        Course course = chronology.courseOf(measured.at());
        Readings readings = new Readings()
                .number("r1", measured.relaxivityPerSecPerMmolPerL(), "/s/mM", id)
                .number("haematocrit", measured.haematocrit(), "", id)
                .number("ktrans", measured.ktransPerMin(), "/min", id)
                .number("kep", measured.kepPerMin(), "/min", id)
                .number("ve", measured.ve(), "", id)
                .number("vp", measured.vp(), "", id)
                .number("iauc60", measured.iauc60MmolSecPerL(), "mmol/L.s", id)
                .number("excludedPercent", measured.excludedPercent(), "%", id);
        Stated<PerfusionMeasured> before = baseline(course, measured, all, LesionStudy::of);
        if (before != null) {
            readings.number("ktrans0", before.body().ktransPerMin(), "/min", before.factId());
        }
        return LesionStudy.of(measured)
                .ask(PERFUSION, course, before == null ? null : before.body().studyUid(), readings);
    }

    private RuleCase residual(Stated<ResidualRead> now) {
        ResidualRead read = now.body();
        Course course = chronology.courseOf(read.at());
        Readings readings = new Readings()
                .yesNo("enhancement", read.aboveBackground(), now.factId())
                .number("diameter1", read.diameterMm(), "mm", now.factId());
        Sizes.Measured before = course == null ? null : sizes.baselineOf(course, read.trackingUid());
        if (before != null) {
            readings.number("diameter0", before.longestMm(), "mm", before.factId());
        }
        return LesionStudy.of(read).ask(RESIDUAL, course, before == null ? null : before.studyUid(), readings);
    }
}
