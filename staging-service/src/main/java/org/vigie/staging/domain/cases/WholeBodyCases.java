package org.vigie.staging.domain.cases;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.BurdenMeasured;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.VertebralFractureRead;
import org.vigie.staging.domain.rules.myeloma.MarrowResponseOverall;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/** What readers saw in each whole-body study, and how it compares with the first. */
final class WholeBodyCases {
    private static final String OVERALL = "overall";

    private final Reads timeline;
    private final ZoneId site;
    private final Function<RuleCase, Set<String>> possible;

    /** @param possible what a question that another one builds upon may yet be answered with */
    WholeBodyCases(Reads timeline, ZoneId site, Function<RuleCase, Set<String>> possible) {
        this.timeline = timeline;
        this.site = site;
        this.possible = possible;
    }

    List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        marrowReads(timeline).stream()
                .filter(m -> m.body().modality() == Modality.MR)
                .forEach(m -> {
                    cases.add(focal(m));
                    cases.add(pattern(m));
                });
        List<Stated<MarrowResponseRead>> responses = Stated.latest(
                timeline.stated(MarrowResponseRead.class),
                one -> Workup.study(one.body().studyUid(), one.body().at()) + "|"
                        + one.body().region());
        responses.forEach(now -> cases.add(response(now, responses)));
        cases.addAll(overall(responses));
        List<Stated<BurdenMeasured>> burdens = Stated.latest(
                timeline.stated(BurdenMeasured.class),
                one -> Workup.study(one.body().studyUid(), one.body().at()));
        burdens.forEach(now -> cases.add(burden(now, burdens)));
        Stated.latest(
                        timeline.stated(VertebralFractureRead.class),
                        one -> Workup.study(one.body().studyUid(), one.body().at()) + "|"
                                + one.body().level())
                .forEach(one -> cases.add(fracture(one)));
        return cases.stream().filter(c -> !c.readings().isEmpty()).toList();
    }

    /** A reading of another modality is another reading, also where one study has both. */
    static List<Stated<MarrowRead>> marrowReads(Reads timeline) {
        return Stated.latest(
                timeline.stated(MarrowRead.class),
                one -> Workup.study(one.body().studyUid(), one.body().at()) + "|"
                        + one.body().modality());
    }

    private static RuleCase of(
            String rule,
            String subject,
            ClinicalTime at,
            @Nullable String studyUid,
            @Nullable String baseline,
            Readings r) {
        return new RuleCase(MyelomaCases.rule(rule), subject, at, null, null, studyUid, baseline, r.byName(), r.ids());
    }

    private static RuleCase focal(Stated<MarrowRead> marrow) {
        MarrowRead read = marrow.body();
        Readings readings = new Readings();
        MarrowReadings.focalSizes(readings, marrow);
        if (MarrowReadings.hasEquivocal(read)) {
            readings.yesNo("equivocalLesion", true, marrow.factId());
        }
        return of("FL", Workup.study(read.studyUid(), read.at()), read.at(), read.studyUid(), null, readings);
    }

    private static RuleCase pattern(Stated<MarrowRead> marrow) {
        MarrowRead read = marrow.body();
        Readings readings = new Readings();
        MyelomaCases.count(readings, "focalLesionCount", MarrowReadings.focalCount(read), marrow.factId());
        readings.yesNo("diffuse", read.diffuse(), marrow.factId())
                .yesNo("micronodular", read.micronodular(), marrow.factId());
        return of("PATTERN", Workup.study(read.studyUid(), read.at()), read.at(), read.studyUid(), null, readings);
    }

    private RuleCase response(Stated<MarrowResponseRead> now, List<Stated<MarrowResponseRead>> all) {
        MarrowResponseRead read = now.body();
        Readings readings = new Readings();
        read.findings().forEach((finding, seen) -> readings.yesNo(camel(finding), seen, now.factId()));
        if (read.highB() != null) {
            readings.choice("highB", read.highB().name().toLowerCase(Locale.ROOT), now.factId());
        }
        readings.number("adc", read.adcMm2PerSec(), "mm2/s", now.factId());
        Stated<MarrowResponseRead> before = earliest(
                all.stream()
                        .filter(other -> other.body().region().equals(read.region())
                                && other.body().adcMm2PerSec() != null
                                && isBefore(other.body().at(), read.at())),
                s -> s.body().at());
        if (before != null) {
            readings.number("adcBaseline", before.body().adcMm2PerSec(), "mm2/s", before.factId());
        }
        return of(
                "RAC",
                Workup.study(read.studyUid(), read.at()) + "|" + read.region(),
                read.at(),
                read.studyUid(),
                before == null ? null : before.body().studyUid(),
                readings);
    }

    /** One question per study that was read region by region; a region called overall is the reader's own and no vote. */
    private List<RuleCase> overall(List<Stated<MarrowResponseRead>> all) {
        Map<String, Map<String, Stated<MarrowResponseRead>>> studies = new TreeMap<>();
        all.stream()
                .filter(read -> !read.body().region().equals(OVERALL))
                .forEach(read -> studies.computeIfAbsent(
                                Workup.study(read.body().studyUid(), read.body().at()), _ -> new TreeMap<>())
                        .put(read.body().region(), read));
        return studies.entrySet().stream()
                .map(study -> overall(study.getKey(), study.getValue(), all))
                .toList();
    }

    private RuleCase overall(
            String subject, Map<String, Stated<MarrowResponseRead>> regions, List<Stated<MarrowResponseRead>> all) {
        Map<String, Set<String>> outcomes = new TreeMap<>();
        Readings read = new Readings();
        Stated<MarrowResponseRead> first = regions.values().iterator().next();
        String baseline = null;
        for (Map.Entry<String, Stated<MarrowResponseRead>> region : regions.entrySet()) {
            RuleCase one = response(region.getValue(), all);
            outcomes.put(region.getKey(), possible.apply(one));
            one.inputIds().forEach(read::read);
            baseline = baseline == null ? one.baselineStudyUid() : baseline;
        }
        return new RuleCase(
                MarrowResponseOverall.rule(outcomes),
                subject,
                first.body().at(),
                null,
                null,
                first.body().studyUid(),
                baseline,
                MarrowResponseOverall.readings(outcomes),
                read.ids());
    }

    private RuleCase burden(Stated<BurdenMeasured> now, List<Stated<BurdenMeasured>> all) {
        BurdenMeasured measured = now.body();
        Readings readings = new Readings()
                .number("tdv", measured.diffusionVolumeCm3(), "cm3", now.factId())
                .number("skeletonVolume", measured.skeletonVolumeCm3(), "cm3", now.factId())
                .number("gadc", measured.globalAdcMm2PerSec(), "mm2/s", now.factId());
        Stated<BurdenMeasured> before = earliest(
                all.stream().filter(other -> isBefore(other.body().at(), measured.at())),
                s -> s.body().at());
        if (before != null) {
            readings.number("tdvBaseline", before.body().diffusionVolumeCm3(), "cm3", before.factId())
                    .number("gadcBaseline", before.body().globalAdcMm2PerSec(), "mm2/s", before.factId());
        }
        return of(
                "WB-BURDEN",
                Workup.study(measured.studyUid(), measured.at()),
                measured.at(),
                measured.studyUid(),
                before == null ? null : before.body().studyUid(),
                readings);
    }

    private RuleCase fracture(Stated<VertebralFractureRead> stated) {
        VertebralFractureRead read = stated.body();
        Readings readings = new Readings();
        read.signs().forEach((sign, seen) -> readings.yesNo(camel(sign), seen, stated.factId()));
        return of(
                "VFX",
                Workup.study(read.studyUid(), read.at()) + "|" + read.level(),
                read.at(),
                read.studyUid(),
                null,
                readings);
    }

    private boolean isBefore(ClinicalTime one, ClinicalTime other) {
        return one.dateIn(site).isBefore(other.dateIn(site));
    }

    private <T extends org.vigie.contract.clinical.FactBody> @Nullable Stated<T> earliest(
            Stream<Stated<T>> facts, Function<Stated<T>, ClinicalTime> at) {
        return facts.min(Comparator.comparing((Stated<T> f) -> at.apply(f).instantIn(site))
                        .thenComparing(Stated::factId))
                .orElse(null);
    }

    /** {@code T1_BAND} is read by the rule as {@code t1Band}. */
    static String camel(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
