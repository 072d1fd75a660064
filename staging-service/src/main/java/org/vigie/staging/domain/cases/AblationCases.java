package org.vigie.staging.domain.cases;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.AblationFact.AblationConsidered;
import org.vigie.contract.clinical.AblationFact.AblationFollowUp;
import org.vigie.contract.clinical.AblationFact.AblationPerformed;
import org.vigie.contract.clinical.AblationFact.Guidance;
import org.vigie.contract.clinical.AblationFact.Technique;
import org.vigie.contract.clinical.LaboratoryFact.Pathology;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.rules.ablation.AblationRules;
import org.vigie.staging.domain.timeline.Reads;
import org.vigie.staging.domain.timeline.Stated;

/** Lesions considered for ablation, and the MRI after cryoablation of the breast. */
final class AblationCases {
    private static final Rule CRYO = AblationRules.byId("CRYO");
    private static final Rule FOLLOW_UP = AblationRules.byId("CRYO-FU");
    private static final Rule ABL = AblationRules.byId("ABL");
    private static final Set<String> ORGANS = Set.of("liver", "kidney", "lung", "muscle", "bone");

    private final Reads timeline;
    private final Chronology chronology;
    private final Sizes sizes;
    private final List<RuleCase> extents;

    AblationCases(Reads timeline, Chronology chronology, Sizes sizes, List<RuleCase> extents) {
        this.timeline = timeline;
        this.chronology = chronology;
        this.sizes = sizes;
        this.extents = extents;
    }

    List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        Stated.latest(
                        timeline.stated(AblationConsidered.class)
                                .filter(one -> one.body().organ() != null),
                        one -> subject(one.body().trackingUid(), one.factId()))
                .forEach(one -> cases.add("breast".equals(one.body().organ()) ? breast(one) : organ(one)));
        Stated.latest(
                        timeline.stated(AblationFollowUp.class),
                        one -> one.body().trackingUid() + "|"
                                + Workup.study(one.body().studyUid(), one.body().at()))
                .stream()
                .map(this::followUp)
                .filter(Objects::nonNull)
                .forEach(cases::add);
        return cases;
    }

    private static String subject(@Nullable String lesion, String otherwise) {
        return lesion == null ? otherwise : lesion;
    }

    private Readings measured(Stated<AblationConsidered> one, Predicate<Modality> by) {
        Readings readings = new Readings().read(one.factId());
        String lesion = one.body().trackingUid();
        Sizes.Measured size = lesion == null
                ? null
                : sizes.latest(s -> by.test(s.modality()) && s.trackingUid().equals(lesion));
        return size == null ? readings : readings.number("diameter", size.longestMm(), "mm", size.factId());
    }

    private RuleCase organ(Stated<AblationConsidered> one) {
        AblationConsidered considered = one.body();
        String organ = Objects.requireNonNull(considered.organ());
        Readings readings = measured(one, modality -> modality != Modality.US)
                .choice("organ", ORGANS.contains(organ) ? organ : "other", one.factId())
                .yesNo("surgeryPossible", considered.surgeryPossible(), one.factId());
        if (considered.technique() != null) {
            readings.choice("technique", considered.technique().name().toLowerCase(Locale.ROOT), one.factId());
        }
        return of(ABL, subject(considered.trackingUid(), one.factId()), considered.trackingUid(), null, readings);
    }

    private RuleCase breast(Stated<AblationConsidered> one) {
        AblationConsidered considered = one.body();
        String id = one.factId();
        // The diameter of clinical rules 7.1 is that on MRI, whatever was imaged later.
        Readings readings = measured(one, modality -> modality == Modality.MR)
                .yesNo("usVisible", considered.visibleOnUltrasound(), id)
                .number("skinDistance", considered.skinDistanceMm(), "mm", id)
                .yesNo("fragility", considered.frail(), id);
        if (considered.guidanceAvailable() != null) {
            readings.yesNo(
                    "otherGuidance",
                    considered.guidanceAvailable().contains(Guidance.MR)
                            || considered.guidanceAvailable().contains(Guidance.CT),
                    id);
        }
        if (considered.imaged() != null) {
            readings.yesNo(
                    "imagingComplete",
                    considered.imaged().containsAll(Set.of(Modality.MG, Modality.US, Modality.MR)),
                    id);
        }
        timeline.stated(Pathology.class)
                .filter(p ->
                        p.body().trackingUid() == null || p.body().trackingUid().equals(considered.trackingUid()))
                .forEach(p -> {
                    readings.number("cisPercent", p.body().intraductalPercent(), "%", p.factId());
                    if (p.body().histology() != null) {
                        readings.choice(
                                "histology",
                                p.body()
                                        .histology()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'),
                                p.factId());
                    }
                });
        focality(readings);
        return of(CRYO, subject(considered.trackingUid(), id), considered.trackingUid(), null, readings);
    }

    /** Unifocal only where one lesion was read; several where the extent of the one breast that was read says so. */
    private void focality(Readings readings) {
        if (extents.size() != 1) {
            return;
        }
        RuleCase extent = extents.getFirst();
        Double lesions = known(extent.readings().get("lesions"));
        Double quadrants = known(extent.readings().get("quadrants"));
        readings.read(extent.inputIds());
        if (lesions != null && lesions == 1) {
            readings.choice("focality", "unifocal", null);
        } else if (lesions != null && quadrants != null) {
            readings.choice("focality", quadrants > 1 ? "multicentric" : "multifocal", null);
        }
    }

    private static @Nullable Double known(@Nullable Reading reading) {
        return reading instanceof Reading.Measured measured ? Double.valueOf(measured.value()) : null;
    }

    private @Nullable RuleCase followUp(Stated<AblationFollowUp> one) {
        AblationFollowUp seen = one.body();
        Stated<AblationPerformed> done = timeline.stated(AblationPerformed.class)
                .filter(p -> p.body().organ().equals("breast") && p.body().technique() == Technique.CRYOTHERAPY)
                .filter(p -> Objects.equals(p.body().trackingUid(), seen.trackingUid()))
                .filter(p -> !p.body()
                        .at()
                        .dateIn(chronology.site())
                        .isAfter(seen.at().dateIn(chronology.site())))
                .max(chronology.byTime(p -> p.body().at()))
                .orElse(null);
        Readings readings = new Readings().yesNo("marginEnhancement", seen.marginEnhancement(), one.factId());
        if (done != null) {
            double day = ChronoUnit.DAYS.between(
                    done.body().at().dateIn(chronology.site()), seen.at().dateIn(chronology.site()));
            readings.number("day", day, "d", done.factId());
        }
        return of(
                FOLLOW_UP,
                new TreeSet<>(List.of(
                                subject(seen.trackingUid(), "-"),
                                subject(seen.studyUid(), seen.at().toString())))
                        .toString(),
                seen.trackingUid(),
                seen.studyUid(),
                readings);
    }

    private static RuleCase of(
            Rule rule, String subject, @Nullable String lesion, @Nullable String study, Readings readings) {
        return new RuleCase(rule, subject, null, null, lesion, study, null, readings.byName(), readings.ids());
    }
}
