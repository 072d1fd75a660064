package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.cohort.FollowUp;
import org.vigie.staging.domain.cohort.KaplanMeier;
import org.vigie.staging.domain.cohort.LogRank;

/** Kaplan-Meier curves of the groups of a cohort and the log-rank test between them. */
final class SurvivalStatistics {
    private SurvivalStatistics() {}

    /**
     * @param groups the group of each row by row index; {@code null} where a row belongs to none
     * @param notCompared groups that have a curve and no part in the test
     */
    static Findings.@Nullable Survival of(
            CohortTable table,
            CohortOptions options,
            Ledger ledger,
            String groupedBy,
            @Nullable String[] groups,
            List<String> notCompared) {
        CohortOptions.Choice event = options.event();
        if (options.time() == null || event == null) {
            return null;
        }
        ledger.taken("time", options.time(), null, Ledger.GIVEN);
        ledger.taken("event", event.column(), null, Ledger.GIVEN);
        Map<String, List<FollowUp>> byGroup = new TreeMap<>();
        for (int row = 0; row < groups.length; row++) {
            Double time = ledger.number(row, table.index(options.time()), "survival");
            Boolean happened = ledger.yes(row, table.index(event.column()), event.yes(), "survival");
            String group = groups[row];
            if (time != null && time < 0) {
                ledger.leftOut(row, "survival", "INVALID_VALUE(" + options.time() + ")");
            } else if (time != null && happened != null && group != null) {
                byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(new FollowUp(time, happened));
            }
        }
        if (byGroup.isEmpty()) {
            return null;
        }
        List<Findings.SurvivalGroup> curves = byGroup.entrySet().stream()
                .map(e -> curve(e.getKey(), KaplanMeier.of(e.getValue()), options.at()))
                .toList();
        List<List<FollowUp>> compared = byGroup.entrySet().stream()
                .filter(e -> !notCompared.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new Findings.Survival(
                groupedBy,
                curves,
                LogRank.of(compared),
                notCompared.stream().filter(byGroup::containsKey).toList());
    }

    private static Findings.SurvivalGroup curve(String group, KaplanMeier curve, List<Double> at) {
        List<Findings.SurvivalAt> asked =
                at.stream().map(time -> at(curve, time)).toList();
        List<Findings.SurvivalAt> steps =
                curve.steps().stream().map(SurvivalStatistics::step).toList();
        return new Findings.SurvivalGroup(group, curve.n(), curve.events(), curve.median(), asked, steps);
    }

    private static Findings.SurvivalAt at(KaplanMeier curve, double time) {
        KaplanMeier.Step last = null;
        for (KaplanMeier.Step step : curve.steps()) {
            last = step.time() <= time ? step : last;
        }
        Double survival = curve.at(time);
        boolean known = survival != null && last != null;
        return new Findings.SurvivalAt(
                time,
                null,
                null,
                survival,
                known && last != null ? last.standardError() : null,
                known && last != null ? last.ci95() : null);
    }

    private static Findings.SurvivalAt step(KaplanMeier.Step step) {
        return new Findings.SurvivalAt(
                step.time(), step.atRisk(), step.events(), step.survival(), step.standardError(), step.ci95());
    }
}
