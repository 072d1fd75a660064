package org.vigie.notify.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.notify.domain.AdcCurve;
import org.vigie.notify.domain.CurveBuilder;
import org.vigie.notify.domain.Figures;
import org.vigie.notify.storage.AlertRows;
import org.vigie.notify.storage.TimelineRows;

/** The curve of each lesion: data for the drawing, and the table that says the same and more. */
final class CurvePresenter {
    private static final String NONE = "–";

    private final Presenter words;
    private final Texts texts;
    private final org.vigie.notify.domain.Language language;

    CurvePresenter(Presenter words, Texts texts, org.vigie.notify.domain.Language language) {
        this.words = words;
        this.texts = texts;
        this.language = language;
    }

    /** What the script draws; see {@link AdcCurve}. */
    record Drawing(
            String label,
            double repeatabilityPercent,
            double baselineAdc,
            List<AdcCurve.Point> points,
            Map<String, String> words) {}

    List<View.CurveBox> boxes(PatientFile file) {
        return new CurveBuilder(
                        words.site(),
                        file.studies().stream()
                                .map(TimelineRows.Measured::event)
                                .toList(),
                        file.assessments(),
                        file.alerts().stream().map(AlertRows.Current::event).toList())
                .curves().stream().map(this::box).toList();
    }

    private View.CurveBox box(AdcCurve curve) {
        Double baseline = curve.baselineAdc();
        boolean drawn = baseline != null && !curve.points().isEmpty();
        return new View.CurveBox(
                curve.label(),
                drawn,
                baseline == null ? "" : json(curve, baseline),
                curve.rows().stream().map(r -> row(curve, r)).toList());
    }

    private String json(AdcCurve curve, double baseline) {
        Figures figures = words.figures();
        Drawing drawing = new Drawing(
                curve.label(),
                curve.repeatabilityPercent(),
                baseline,
                curve.points(),
                Map.of(
                        "day", words.t("axis_day"),
                        "adc", words.t("adc"),
                        "band", words.t("band").replace("{0}", figures.limit(curve.repeatabilityPercent())),
                        "point", words.t("legend_point"),
                        "baseline", words.t("baseline"),
                        "tooEarly", words.timePoint("TOO-EARLY"),
                        "lang", language.tag()));
        return new String(Json.bytes(drawing), StandardCharsets.UTF_8);
    }

    private View.CurveRow row(AdcCurve curve, AdcCurve.Row row) {
        List<String> notes = new ArrayList<>();
        row.notes().forEach(n -> notes.add(note(n)));
        boolean drawn = row.day() != null
                && curve.points().stream()
                        .anyMatch(p -> p.day() == row.day() && p.date().equals(String.valueOf(row.date())));
        return new View.CurveRow(
                row.date() == null ? NONE : words.figures().date(row.date()),
                row.day() == null ? NONE : words.figures().day(row.day()),
                words.timePoint(row.timePoint()),
                row.adc() == null ? NONE : words.figures().adc(row.adc() / 1e3),
                change(row),
                row.baseline() ? words.t("baseline") : texts.word(language, "outcome", row.outcome()),
                drawn,
                notes);
    }

    private String note(String code) {
        try {
            return texts.reason(language, org.vigie.contract.Reason.parse(code));
        } catch (IllegalArgumentException notAReason) {
            return texts.flag(language, code);
        }
    }

    private String change(AdcCurve.Row row) {
        Double change = row.changePercent();
        Double low = row.ci95Low();
        Double high = row.ci95High();
        return change == null ? NONE : words.figures().signedPercent(change) + " %" + interval(low, high);
    }

    private String interval(@Nullable Double low, @Nullable Double high) {
        return low == null || high == null
                ? ""
                : " (" + words.figures().signedPercent(low) + " … "
                        + words.figures().signedPercent(high) + " %)";
    }
}
