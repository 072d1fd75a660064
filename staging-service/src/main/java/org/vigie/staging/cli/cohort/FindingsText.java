package org.vigie.staging.cli.cohort;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.cohort.Interval;

/** The findings as lines of text. */
final class FindingsText {
    private static final int ROWS_SHOWN = 20;

    private FindingsText() {}

    static void print(Findings f, PrintStream out) {
        out.printf(Locale.ROOT, "rows %d%n", f.rows());
        f.mapping()
                .forEach(m -> out.printf(
                        Locale.ROOT,
                        "%s %s = column '%s'%s%n",
                        m.how(),
                        m.role(),
                        m.column(),
                        m.unit() == null ? "" : " in " + m.unit()));
        if (f.outcome() != null) {
            Findings.Outcome o = f.outcome();
            out.printf(
                    Locale.ROOT,
                    "outcome %s: %d yes, %d no, %d not known; rate %.5f%s%n",
                    o.column(),
                    o.events(),
                    o.nonEvents(),
                    o.notKnown(),
                    o.rate(),
                    interval(o.ci95()));
        }
        f.rates()
                .forEach(r -> out.printf(
                        Locale.ROOT,
                        "  %-24s %4d/%-4d rate %.5f%s%n",
                        r.group(),
                        r.events(),
                        r.total(),
                        r.rate(),
                        interval(r.ci95())));
        f.distributions()
                .forEach(d -> out.printf(
                        Locale.ROOT,
                        "%s%s: n %d, mean %.4f, median %.4f, SD %s, %.4f to %.4f%s%n",
                        d.quantity(),
                        d.unit() == null ? "" : " (" + d.unit() + ")",
                        d.values().n(),
                        d.values().mean(),
                        d.values().median(),
                        number(d.values().sd(), "%.4f"),
                        d.values().min(),
                        d.values().max(),
                        d.formula() == null ? "" : "; " + d.formula()));
        f.areas()
                .forEach(a -> out.printf(
                        Locale.ROOT,
                        "AUC %s (%s speaks for the outcome): %.6f, SE %s%s, %d with and %d without; %s%n",
                        a.score(),
                        a.speaksForOutcome(),
                        a.area(),
                        number(a.standardError(), "%.6f"),
                        interval(a.ci95()),
                        a.cases(),
                        a.controls(),
                        a.method()));
        if (f.rule() != null) {
            rule(f.rule(), out);
        }
        if (f.survival() != null) {
            survival(f.survival(), out);
        }
        Map<String, Integer> reasons = new TreeMap<>();
        f.notUsed().forEach(n -> reasons.merge(n.figure() + ": " + n.reason(), 1, Integer::sum));
        reasons.forEach((reason, n) -> out.printf(Locale.ROOT, "left out %d of %s%n", n, reason));
        f.notUsed().stream()
                .limit(ROWS_SHOWN)
                .forEach(n -> out.printf(Locale.ROOT, "  row %d, %s: %s%n", n.row(), n.figure(), n.reason()));
        more(f.notUsed().size(), out);
        out.println(f.notice());
    }

    private static void rule(Findings.Applied rule, PrintStream out) {
        out.printf(Locale.ROOT, "rule %s %s, threshold set %s%n", rule.id(), rule.version(), rule.thresholdSetId());
        rule.outcomes().forEach((outcome, n) -> out.printf(Locale.ROOT, "  %-24s %4d%n", outcome, n));
        rule.flags().forEach((flag, n) -> out.printf(Locale.ROOT, "  flag %-19s %4d%n", flag, n));
        Findings.Agreement expected = rule.expected();
        if (expected != null) {
            out.printf(
                    Locale.ROOT,
                    "against column '%s': %d agree, %d disagree, %d rows expect nothing%n",
                    expected.column(),
                    expected.agree(),
                    expected.disagree(),
                    expected.withoutExpectation());
            expected.disagreements()
                    .forEach(d -> out.printf(
                            Locale.ROOT,
                            "  row %d expected %s, got %s %s%n",
                            d.row(),
                            d.expected(),
                            d.got(),
                            d.reasons()));
        }
        rule.indeterminate().stream()
                .limit(ROWS_SHOWN)
                .forEach(i -> out.printf(Locale.ROOT, "  row %d indeterminate %s%n", i.row(), i.reasons()));
        more(rule.indeterminate().size(), out);
    }

    private static void survival(Findings.Survival survival, PrintStream out) {
        out.printf(Locale.ROOT, "survival (Kaplan-Meier) by %s%n", survival.groupedBy());
        for (Findings.SurvivalGroup group : survival.groups()) {
            out.printf(
                    Locale.ROOT,
                    "  %-24s n %d, events %d, median %s%n",
                    group.group(),
                    group.n(),
                    group.events(),
                    number(group.median(), "%s"));
            group.at()
                    .forEach(a -> out.printf(
                            Locale.ROOT,
                            "    at %s: %s%s%n",
                            a.time(),
                            number(a.survival(), "%.6f"),
                            interval(a.ci95())));
        }
        if (survival.logRank() != null) {
            out.printf(
                    Locale.ROOT,
                    "log-rank chi2 %.6f, %d degrees of freedom, p %.6g%s%n",
                    survival.logRank().chiSquare(),
                    survival.logRank().degreesOfFreedom(),
                    survival.logRank().p(),
                    survival.notCompared().isEmpty() ? "" : "; not compared: " + survival.notCompared());
        }
    }

    private static void more(int size, PrintStream out) {
        if (size > ROWS_SHOWN) {
            out.printf(Locale.ROOT, "  ... and %d more; --json lists all%n", size - ROWS_SHOWN);
        }
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null
                ? ""
                : String.format(Locale.ROOT, " (95 %% CI %.4f to %.4f)", interval.low(), interval.high());
    }

    private static String number(@Nullable Double value, String format) {
        return value == null ? "not known" : String.format(Locale.ROOT, format, value);
    }
}
