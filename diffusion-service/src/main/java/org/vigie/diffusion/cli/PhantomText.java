package org.vigie.diffusion.cli;

import java.util.Locale;
import org.vigie.diffusion.domain.phantom.PhantomResult;

/** The phantom table for a person at a terminal; ADC in 10^-6 mm2/s. */
final class PhantomText {
    private PhantomText() {}

    static String of(PhantomMeasurement.Report report) {
        PhantomResult result = report.result();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s at %s C, series %s%nreference: %s%n",
                result.phantom(),
                result.temperatureC(),
                report.series(),
                result.source()));
        if (!result.reasons().isEmpty()) {
            text.append("not measured: ").append(result.reasons()).append('\n');
        } else {
            text.append(String.format(
                    Locale.ROOT,
                    "%-6s %-8s %-14s %10s %10s %8s %8s %8s%n",
                    "vial",
                    "content",
                    "voxel",
                    "reference",
                    "ADC",
                    "bias %",
                    "CV %",
                    "wCV %"));
        }
        for (PhantomResult.VialResult v : result.vials()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-6s %-8s %-14s %10.2f %10.2f %8.2f %8.2f %8s%s%n",
                    v.name(),
                    v.content(),
                    v.voxel(),
                    v.referenceMm2PerSec() * 1e6,
                    v.adcMm2PerSec() * 1e6,
                    v.biasPercent(),
                    v.voxelCvPercent(),
                    v.wcvPercent() == null ? "-" : String.format(Locale.ROOT, "%.2f", v.wcvPercent()),
                    v.judged() ? "  judged" : ""));
        }
        for (PhantomResult.Criterion c : result.criteria()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-45s %10s  limit %-6s %s  (%s)%n",
                    c.name(),
                    c.value() == null ? "-" : String.format(Locale.ROOT, "%.4f", c.value()),
                    c.limit(),
                    c.verdict(),
                    c.source()));
        }
        text.append(result.passed() ? "PASSED" : "NOT PASSED").append('\n');
        if (!report.reasons().isEmpty()) {
            text.append("reasons ").append(report.reasons()).append('\n');
        }
        return text.append(report.notice()).toString();
    }
}
