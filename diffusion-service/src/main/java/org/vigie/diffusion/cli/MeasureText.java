package org.vigie.diffusion.cli;

import java.util.Locale;

/** The report for a person at a terminal. */
final class MeasureText {
    private MeasureText() {}

    static String of(MeasureReport report) {
        StringBuilder text = new StringBuilder();
        for (MeasureReport.Series s : report.series()) {
            text.append("series ")
                    .append(s.series())
                    .append("  ")
                    .append(s.variant())
                    .append("  b ")
                    .append(s.b());
            text.append("  ")
                    .append(s.method())
                    .append(s.alertable() ? "" : "  (not alertable)")
                    .append('\n');
            for (MeasureReport.Roi roi : s.rois()) {
                text.append("  ")
                        .append(roi.name())
                        .append("  n ")
                        .append(roi.n())
                        .append("  valid ")
                        .append(roi.nValid());
                if (roi.valid() != null) {
                    text.append(String.format(
                            Locale.ROOT,
                            "  mean %.4f  median %.4f (10^-3 mm2/s)",
                            roi.valid().mean() * 1e3,
                            roi.valid().median() * 1e3));
                }
                text.append("  ").append(roi.flags()).append(roi.reasons()).append('\n');
            }
            text.append("  ").append(s.reasons()).append('\n');
        }
        return text.append(report.reasons())
                .append(" skipped ")
                .append(report.skipped().size())
                .append('\n')
                .append(report.notice())
                .toString();
    }
}
