package org.vigie.diffusion.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;
import org.vigie.diffusion.domain.ModelMeasurement;
import org.vigie.diffusion.domain.QualityReport;

/** The report for a person at a terminal; diffusivities in 10^-3 mm2/s. */
final class MeasureText {
    private final StringBuilder text = new StringBuilder();

    private MeasureText() {}

    static String of(MeasureReport report) {
        MeasureText writer = new MeasureText();
        report.series().forEach(writer::series);
        if (report.signals() != null) {
            report.signals().forEach(writer::curve);
        }
        if (report.firstOrder() != null) {
            report.firstOrder().forEach(writer::table);
        }
        if (report.series().isEmpty() && report.signals() == null && report.firstOrder() == null) {
            writer.line("no diffusion images found");
        }
        writer.notes("", List.of(), report.reasons());
        if (!report.skipped().isEmpty()) {
            writer.line(String.format(
                    Locale.ROOT,
                    "skipped, not DICOM: %d files",
                    report.skipped().size()));
        }
        writer.line(report.notice());
        return writer.text.toString().stripTrailing();
    }

    private void series(MeasureReport.Series s) {
        line(String.format(
                Locale.ROOT,
                "series %s  %s  %s  b %s s/mm2  %d slices%s",
                s.series(),
                s.variant(),
                s.method(),
                s.b(),
                s.slices(),
                s.alertable() ? "" : "  (never alerted on)"));
        notes("  ", s.flags(), s.reasons());
        for (MeasureReport.Roi roi : s.rois()) {
            line(String.format(
                    Locale.ROOT,
                    "  region %s: %d voxels, %d valid%s",
                    roi.name(),
                    roi.n(),
                    roi.nValid(),
                    excluded(roi.excluded())));
            statistics("valid", roi.valid());
            statistics("raw", roi.raw());
            if (roi.logLinearOfMean() != null) {
                line(String.format(Locale.ROOT, "    log-linear of mean  %8.4f", roi.logLinearOfMean() * 1e3));
            }
            if (roi.parameters() != null) {
                roi.parameters().forEach(this::parameter);
            }
            if (roi.quality() != null) {
                quality(roi.quality());
            }
            notes("    ", roi.flags(), roi.reasons());
        }
    }

    private void statistics(String name, @Nullable Statistics s) {
        if (s != null) {
            line(String.format(
                    Locale.ROOT,
                    "    %-5s  mean %8.4f  median %8.4f  SD %s  p5 %8.4f  p95 %8.4f  (10^-3 mm2/s)",
                    name,
                    s.mean() * 1e3,
                    s.median() * 1e3,
                    s.sd() == null ? "-" : String.format(Locale.ROOT, "%.4f", s.sd() * 1e3),
                    s.p5() * 1e3,
                    s.p95() * 1e3));
        }
    }

    private void quality(QualityReport q) {
        line(String.format(
                Locale.ROOT,
                "    quality %s  sigma %s (%s)  clipped %.1f %%  apart %s voxels  ghost %s  residual %s%s",
                q.verdict(),
                number(q.noise().sigma()),
                q.noise().note() == null ? q.noise().method() : q.noise().note(),
                100 * q.clipped(),
                number(q.displacementVoxels()),
                number(q.ghost()),
                number(q.fitResidual()),
                brackets(q.findings(), q.reasons())));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "unknown" : String.format(Locale.ROOT, "%.3g", value);
    }

    private void parameter(String name, ModelMeasurement.Parameter p) {
        double scale = p.units().equals("mm2/s") ? 1e3 : 1;
        Statistics s = p.valid();
        line(String.format(
                Locale.ROOT,
                "    %-5s  of mean signal %s  voxels %d%s%s",
                name,
                p.ofMean() == null ? "not determined" : String.format(Locale.ROOT, "%.4f", p.ofMean() * scale),
                p.n(),
                s == null
                        ? ""
                        : String.format(Locale.ROOT, "  mean %.4f  median %.4f", s.mean() * scale, s.median() * scale),
                scale == 1 ? "" : "  (10^-3 mm2/s)"));
    }

    private void curve(MeasureReport.SignalCurve curve) {
        line(String.format(
                Locale.ROOT,
                "%s: %s  %d samples, b up to %s s/mm2  %s",
                curve.file(),
                curve.name(),
                curve.b().size(),
                curve.b().stream().mapToDouble(v -> v).max().orElse(0),
                curve.stated().isEmpty() ? "" : "stated " + curve.stated()));
        notes("  ", curve.flags(), curve.reasons());
        curve.fits().forEach((method, fit) -> {
            StringBuilder values = new StringBuilder();
            fit.values().forEach((name, value) -> values.append(String.format(Locale.ROOT, "  %s %.6g", name, value)));
            line(String.format(Locale.ROOT, "  %-14s%s%s", method, values, brackets(fit.flags(), fit.reasons())));
        });
    }

    private void table(MeasureReport.FirstOrderTable table) {
        line(String.format(
                Locale.ROOT,
                "%s in %s: %d voxels, bin width %s, shift %s",
                table.image(),
                table.roi(),
                table.n(),
                table.binWidth(),
                table.shift()));
        table.features().forEach((name, value) -> line(String.format(Locale.ROOT, "  %-28s %s", name, value)));
        notes("  ", List.of(), table.reasons());
    }

    private static String excluded(Map<String, Integer> excluded) {
        return excluded.isEmpty() ? "" : ", excluded " + excluded;
    }

    private void notes(String indent, List<String> flags, List<?> reasons) {
        if (!flags.isEmpty() || !reasons.isEmpty()) {
            line(indent + brackets(flags, reasons).strip());
        }
    }

    private static String brackets(List<String> flags, List<?> reasons) {
        return (flags.isEmpty() ? "" : "  flags " + flags) + (reasons.isEmpty() ? "" : "  reasons " + reasons);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
