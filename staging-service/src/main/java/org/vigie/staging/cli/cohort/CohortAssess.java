package org.vigie.staging.cli.cohort;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Json;
import org.vigie.staging.domain.logic.Decision;

/** {@code assess --cohort FILE}: statistics of a cohort, and a rule checked on every row of it. */
public final class CohortAssess {
    private static final String NOTICE =
            "Research use / decision support. Not a medical device. To be interpreted by a qualified physician.";

    private CohortAssess() {}

    /** @return exit status: 0 = done, 2 = wrong use or file */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            CohortOptions options = CohortOptions.parse(arguments);
            Findings findings = of(CohortTable.read(Files.readAllBytes(options.file())), options);
            if (options.json()) {
                out.println(new String(Json.bytes(findings), StandardCharsets.UTF_8));
            } else {
                FindingsText.print(findings, out);
            }
            return 0;
        } catch (IOException e) {
            err.println("assess: cannot read the cohort file: " + e.getClass().getSimpleName());
            return 2;
        } catch (IllegalArgumentException e) {
            err.println("assess: " + e.getMessage());
            return 2;
        }
    }

    static Findings of(CohortTable table, CohortOptions options) {
        Ledger ledger = new Ledger(table);
        OutcomeStatistics outcome = OutcomeStatistics.of(table, options, ledger);
        List<Findings.GroupRate> rates = outcome == null ? List.of() : outcome.rates(options.groups());
        List<OutcomeStatistics.Scores> scores = ScoreColumns.of(table, options, ledger);
        List<Findings.Area> areas = outcome == null
                ? List.of()
                : scores.stream()
                        .flatMap(score -> Stream.ofNullable(outcome.area(score)))
                        .toList();
        RuleOnCohort rule = RuleOnCohort.of(table, options, ledger);
        Findings.Applied applied = rule == null ? null : rule.applied(options, ledger);
        Findings.Survival survival = survival(table, options, ledger, rule);
        return new Findings(
                table.rows().size() + table.unreadable().size(),
                ledger.mapping(),
                outcome == null ? null : outcome.overall(),
                rates,
                scores.stream()
                        .flatMap(score -> Stream.ofNullable(score.distribution()))
                        .toList(),
                areas,
                applied,
                survival,
                ledger.notUsed(),
                NOTICE);
    }

    private static Findings.@Nullable Survival survival(
            CohortTable table, CohortOptions options, Ledger ledger, @Nullable RuleOnCohort rule) {
        String strata = options.strata();
        if (strata == null && rule != null) {
            return SurvivalStatistics.of(
                    table, options, ledger, "rule " + rule.id(), rule.outcomes(), List.of(Decision.INDETERMINATE));
        }
        @Nullable String[] groups = new String[table.rows().size()];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = strata == null ? "all" : stratum(table, ledger, row, strata);
        }
        return SurvivalStatistics.of(
                table, options, ledger, Objects.requireNonNullElse(strata, "nothing"), groups, List.of());
    }

    /** Those of whom nothing was recorded are no group of their own. */
    private static @Nullable String stratum(CohortTable table, Ledger ledger, int row, String column) {
        String cell = table.rows().get(row).get(table.index(column)).strip();
        if (!Cell.isAbsent(cell)) {
            return cell;
        }
        ledger.leftOut(row, "survival", "MISSING_INPUT(" + column + ")");
        return null;
    }
}
