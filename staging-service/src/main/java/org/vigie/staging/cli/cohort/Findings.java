package org.vigie.staging.cli.cohort;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.staging.domain.cohort.Distribution;
import org.vigie.staging.domain.cohort.Interval;
import org.vigie.staging.domain.cohort.LogRank;

/**
 * What is printed of a cohort; with {@code --json} as it stands.
 *
 * @param mapping what each column was taken for, and who said so
 * @param notUsed rows that one of the figures leaves out, and why
 */
record Findings(
        int rows,
        List<Mapping> mapping,
        @Nullable Outcome outcome,
        List<GroupRate> rates,
        List<Distributed> distributions,
        List<Area> areas,
        @Nullable Applied rule,
        @Nullable Survival survival,
        List<NotUsed> notUsed,
        String notice) {

    /** @param how {@code given} or {@code detected} */
    record Mapping(String role, String column, @Nullable String unit, String how) {}

    record Outcome(String column, int events, int nonEvents, int notKnown, double rate, Interval ci95) {}

    record GroupRate(
            String column,
            String group,
            int events,
            int total,
            @Nullable Double rate,
            @Nullable Interval ci95) {}

    record Distributed(
            String quantity,
            @Nullable String unit,
            @Nullable String formula,
            Distribution values) {}

    /** @param speaksForOutcome {@code lower} or {@code higher} values */
    record Area(
            String score,
            String speaksForOutcome,
            double area,
            @Nullable Double standardError,
            @Nullable Interval ci95,
            int cases,
            int controls,
            String method) {}

    /**
     * A rule applied to every row.
     *
     * @param expected rows with an expected outcome that agree and disagree; {@code null} where none was given
     */
    record Applied(
            String id,
            String version,
            String thresholdSetId,
            Map<String, Integer> outcomes,
            Map<String, Integer> flags,
            @Nullable Agreement expected,
            List<Indeterminate> indeterminate) {}

    record Agreement(
            String column, int agree, int disagree, int withoutExpectation, List<Disagreement> disagreements) {}

    record Disagreement(int row, String expected, String got, List<String> reasons) {}

    record Indeterminate(int row, List<String> reasons) {}

    record Survival(
            String groupedBy,
            List<SurvivalGroup> groups,
            @Nullable LogRank logRank,
            List<String> notCompared) {}

    record SurvivalGroup(
            String group, int n, int events, @Nullable Double median, List<SurvivalAt> at, List<SurvivalAt> steps) {}

    /** @param survival {@code null} beyond the longest follow-up */
    record SurvivalAt(
            double time,
            @Nullable Integer atRisk,
            @Nullable Integer events,
            @Nullable Double survival,
            @Nullable Double standardError,
            @Nullable Interval ci95) {}

    /** @param row 1 for the first row below the header */
    record NotUsed(int row, String figure, String reason) {}
}
