package org.vigie.notify.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.domain.Language;

/** Assessments of staging in words: each system by itself, with its clauses and what they were compared with. */
final class AssessmentPresenter {
    private final Presenter words;
    private final Texts texts;
    private final Language language;
    private final Figures figures;

    AssessmentPresenter(Presenter words, Texts texts, Language language) {
        this.words = words;
        this.texts = texts;
        this.language = language;
        this.figures = words.figures();
    }

    /** By disease; of a plasma-cell disease the systems one below the other in the order of the rules, none merged. */
    List<View.AssessmentGroup> boxes(PatientFile file) {
        Map<Disease, List<PatientAssessed>> byDisease = new EnumMap<>(Disease.class);
        file.assessments()
                .reversed()
                .forEach(a -> byDisease
                        .computeIfAbsent(Disease.of(a.ruleId()), d -> new ArrayList<>())
                        .add(a));
        return byDisease.entrySet().stream()
                .map(group -> new View.AssessmentGroup(
                        words.t("disease." + group.getKey().word()),
                        group.getKey() == Disease.PLASMA_CELL ? words.t("assessments_systems") : "",
                        group.getValue().stream()
                                .sorted(Comparator.comparingInt(AssessmentPresenter::section))
                                .map(a -> assessment(file, a))
                                .toList()))
                .toList();
    }

    /** 8.10 comes after 8.9. */
    private static int section(PatientAssessed a) {
        PatientAssessed.Explained explained = a.explained();
        int place = 0;
        if (explained != null) {
            for (String part : (explained.section() + ".0").split("\\.", 3)) {
                place = place * 100 + (part.matches("[0-9]{1,2}") ? Integer.parseInt(part) : 0);
            }
        }
        return place;
    }

    private String title(PatientAssessed a) {
        PatientAssessed.Explained explained = a.explained();
        return explained == null
                ? words.t("rule_title." + a.ruleId())
                : language == Language.FR
                        ? explained.title().fr()
                        : explained.title().en();
    }

    private View.AssessmentBox assessment(PatientFile file, PatientAssessed a) {
        List<String> notes = words.notes(a.flags(), a.reasons());
        a.gateFailures().forEach(g -> notes.add(texts.flag(language, g)));
        return new View.AssessmentBox(
                title(a),
                a.ruleId() + " v" + a.ruleVersion(),
                texts.word(language, "outcome", a.outcome()),
                about(file, a),
                notes,
                a.clauses().stream().map(this::clause).toList(),
                a.inputsUsed().stream().map(this::value).toList());
    }

    private List<String> about(PatientFile file, PatientAssessed a) {
        Double value = a.value();
        Double low = a.ci95Low();
        Double high = a.ci95High();
        List<String> about = new ArrayList<>();
        if (a.timePoint() != null) {
            about.add(words.timePoint(a.timePoint()));
        }
        if (a.dayOfCourse() != null) {
            about.add(words.t("day") + " " + figures.day(a.dayOfCourse()));
        }
        label(file, a.lesionTrackingUid()).ifPresent(about::add);
        if (value != null) {
            about.add(amount(value, Objects.requireNonNullElse(a.unit(), "%"))
                    + (low == null || high == null ? "" : " " + words.interval(low, high)));
        }
        if (a.outcome().equals("indeterminate")) {
            a.reasons().stream().limit(1).map(r -> texts.reason(language, r)).forEach(about::add);
        }
        return List.copyOf(about);
    }

    /** In the reader's language where the rule has it, with what was compared and against what. */
    private View.ClauseLine clause(PatientAssessed.Clause clause) {
        String french = clause.textFr();
        List<PatientAssessed.NamedInput> values = Objects.requireNonNullElse(clause.values(), List.of());
        PatientAssessed.UsedThreshold threshold = clause.threshold();
        return new View.ClauseLine(
                figures.inText(language == Language.FR && french != null ? french : clause.text()),
                clause.verdict(),
                texts.word(language, "verdict", clause.verdict()),
                values.stream().map(this::value).collect(Collectors.joining(", ")),
                threshold == null
                        ? new Citation(texts, language).of(Objects.requireNonNullElse(clause.thresholdSource(), ""))
                        : figures.quantity(threshold.value()) + " " + figures.unit(threshold.unit()) + " "
                                + new Citation(texts, language).of(threshold.tag(), threshold.source()));
    }

    private String value(PatientAssessed.NamedInput input) {
        return input.name() + " = " + figures.inText(input.value())
                + (input.unit() == null ? "" : " " + figures.unit(input.unit()));
    }

    /** A change carries its sign; a size, a volume or a count has none. */
    private String amount(double value, String unit) {
        return (unit.equals("%") ? figures.signedPercent(value) : figures.quantity(value)) + " " + figures.unit(unit);
    }

    private static Optional<String> label(PatientFile file, @Nullable String trackingUid) {
        return file.studies().stream()
                .flatMap(s -> s.event().lesions().stream())
                .filter(l -> trackingUid != null && trackingUid.equals(l.trackingUid()))
                .map(LesionAdc::label)
                .findFirst();
    }
}
