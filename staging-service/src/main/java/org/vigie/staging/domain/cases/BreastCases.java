package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
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
        List<RuleCase> cases = new ArrayList<>();
        List<Stated<FtvMeasured>> volumes = Stated.latest(
                timeline.stated(FtvMeasured.class),
                one -> about(
                        one.body().trackingUid(),
                        one.body().studyUid(),
                        one.body().at()));
        List<Stated<SpectroscopyMeasured>> spectra = Stated.latest(
                timeline.stated(SpectroscopyMeasured.class),
                one -> about(
                        one.body().trackingUid(),
                        one.body().studyUid(),
                        one.body().at()));
        volumes.stream()
                .map(now -> volume(now, volumes))
                .filter(Objects::nonNull)
                .forEach(cases::add);
        spectra.stream()
                .map(now -> choline(now, spectra))
                .filter(Objects::nonNull)
                .forEach(cases::add);
        List<Stated<PerfusionMeasured>> perfusions = Stated.latest(
                timeline.stated(PerfusionMeasured.class),
                one -> about(
                        one.body().trackingUid(),
                        one.body().studyUid(),
                        one.body().at()));
        Stated.latest(
                        timeline.stated(KineticsMeasured.class),
                        one -> about(
                                one.body().trackingUid(),
                                one.body().studyUid(),
                                one.body().at()))
                .stream()
                .map(this::kinetics)
                .forEach(cases::add);
        perfusions.stream().map(now -> perfusion(now, perfusions)).forEach(cases::add);
        Stated.latest(
                        timeline.stated(ResidualRead.class),
                        one -> about(
                                one.body().trackingUid(),
                                one.body().studyUid(),
                                one.body().at()))
                .stream()
                .map(this::residual)
                .forEach(cases::add);
        return cases;
    }

    /** One lesion on one study; the study decides, not the date it was said to have. */
    private static String about(@Nullable String lesion, @Nullable String study, ClinicalTime at) {
        return lesion + "|" + Workup.study(study, at);
    }

    private static String subject(
            @Nullable Course course, @Nullable String lesion, @Nullable String study, ClinicalTime at) {
        return (course == null ? "-" : course.courseId()) + "|" + about(lesion, study, at);
    }

    /** Last study of one lesion in the baseline window of the course. */
    private <T extends FactBody> @Nullable Stated<T> baseline(
            @Nullable Course course, Stream<Stated<T>> sameLesion, java.util.function.Function<T, ClinicalTime> at) {
        return course == null
                ? null
                : sameLesion
                        .filter(one -> chronology.isBaseline(course, at.apply(one.body())))
                        .max(chronology.byTime(one -> at.apply(one.body())))
                        .orElse(null);
    }

    private @Nullable RuleCase volume(Stated<FtvMeasured> now, List<Stated<FtvMeasured>> all) {
        FtvMeasured measured = now.body();
        Course course = chronology.courseOf(measured.at());
        if (course != null && chronology.isBaseline(course, measured.at())) {
            return null;
        }
        Stated<FtvMeasured> before = baseline(
                course,
                all.stream().filter(other -> other.body().trackingUid().equals(measured.trackingUid())),
                FtvMeasured::at);
        Readings readings = new Readings().number("ftv1", measured.volumeCm3(), "cm3", now.factId());
        if (course != null) {
            readings.read(course.factIds());
        }
        if (before != null) {
            readings.number("ftv0", before.body().volumeCm3(), "cm3", before.factId());
            if (measured.thresholds() != null && before.body().thresholds() != null) {
                readings.choice(
                        "settings",
                        measured.thresholds().equals(before.body().thresholds()) ? "same" : "different",
                        now.factId());
            }
        }
        return new RuleCase(
                FTV,
                subject(course, measured.trackingUid(), measured.studyUid(), measured.at()),
                measured.at(),
                course == null ? null : course.courseId(),
                measured.trackingUid(),
                measured.studyUid(),
                before == null ? null : before.body().studyUid(),
                readings.byName(),
                readings.ids());
    }

    private @Nullable RuleCase choline(Stated<SpectroscopyMeasured> now, List<Stated<SpectroscopyMeasured>> all) {
        SpectroscopyMeasured measured = now.body();
        Course course = chronology.courseOf(measured.at());
        if (course != null && chronology.isBaseline(course, measured.at())) {
            return null;
        }
        Stated<SpectroscopyMeasured> before = baseline(
                course,
                all.stream().filter(other -> Objects.equals(other.body().trackingUid(), measured.trackingUid())),
                SpectroscopyMeasured::at);
        Readings readings = new Readings();
        spectrum(readings, "1", measured, now.factId());
        if (before != null) {
            spectrum(readings, "0", before.body(), before.factId());
        }
        if (course != null) {
            readings.read(course.factIds());
            Double hours = chronology.hoursAfter(course, measured.at());
            if (hours != null) {
                readings.put("h", new Reading.Measured(hours, "h", now.factId()));
            }
        }
        return new RuleCase(
                CHOLINE,
                subject(course, measured.trackingUid(), measured.studyUid(), measured.at()),
                measured.at(),
                course == null ? null : course.courseId(),
                measured.trackingUid(),
                measured.studyUid(),
                before == null ? null : before.body().studyUid(),
                readings.byName(),
                readings.ids());
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
        return of(
                KINETICS,
                chronology.courseOf(measured.at()),
                measured.trackingUid(),
                measured.studyUid(),
                measured.at(),
                null,
                readings);
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
        Stated<PerfusionMeasured> before = course == null || chronology.isBaseline(course, measured.at())
                ? null
                : baseline(
                        course,
                        all.stream()
                                .filter(other -> Objects.equals(other.body().trackingUid(), measured.trackingUid())),
                        PerfusionMeasured::at);
        if (before != null) {
            readings.number("ktrans0", before.body().ktransPerMin(), "/min", before.factId());
        }
        return of(
                PERFUSION,
                course,
                measured.trackingUid(),
                measured.studyUid(),
                measured.at(),
                before == null ? null : before.body().studyUid(),
                readings);
    }

    private static RuleCase of(
            Rule rule,
            @Nullable Course course,
            @Nullable String lesion,
            @Nullable String study,
            ClinicalTime at,
            @Nullable String baselineStudyUid,
            Readings readings) {
        if (course != null) {
            readings.read(course.factIds());
        }
        return new RuleCase(
                rule,
                subject(course, lesion, study, at),
                at,
                course == null ? null : course.courseId(),
                lesion,
                study,
                baselineStudyUid,
                readings.byName(),
                readings.ids());
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
        return new RuleCase(
                RESIDUAL,
                subject(course, read.trackingUid(), read.studyUid(), read.at()),
                read.at(),
                course == null ? null : course.courseId(),
                read.trackingUid(),
                read.studyUid(),
                before == null ? null : before.studyUid(),
                readings.byName(),
                readings.ids());
    }
}
