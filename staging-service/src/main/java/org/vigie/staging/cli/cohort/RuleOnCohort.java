package org.vigie.staging.cli.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.catalogue.Rules;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.thresholds.ThresholdFile;

/** One rule applied to every row of a cohort and, where the table says what to expect, compared with it. */
final class RuleOnCohort {
    private static final String DETECTED_RULE = "ISS";

    private final Rule rule;
    private final String thresholdSetId;
    private final List<Assessment> assessments;
    private final CohortTable table;

    private RuleOnCohort(Rule rule, String thresholdSetId, List<Assessment> assessments, CohortTable table) {
        this.rule = rule;
        this.thresholdSetId = thresholdSetId;
        this.assessments = assessments;
        this.table = table;
    }

    /** {@code null} where no rule was named and the columns of ISS are not there. */
    static @Nullable RuleOnCohort of(CohortTable table, CohortOptions options, Ledger ledger) {
        String id = options.rule();
        if (id == null) {
            boolean iss = RuleColumns.detects(table, "b2m") && RuleColumns.detects(table, "albumin");
            if (!iss && (!options.map().isEmpty() || options.expect() != null)) {
                throw new IllegalArgumentException("--map, --unit and --expect belong to a --rule");
            }
            if (!iss) {
                return null;
            }
            id = DETECTED_RULE;
        }
        String wanted = id;
        Rule rule = Rules.byId(wanted)
                .orElseThrow(() -> new IllegalArgumentException("there is no rule '" + wanted + "'; there are "
                        + Rules.all().stream().map(Rule::id).toList()));
        ThresholdSet thresholds = ThresholdFile.named(rule.thresholds());
        RuleColumns columns = RuleColumns.of(rule, table, options, ledger);
        List<Assessment> assessments = new ArrayList<>();
        for (int row = 0; row < table.rows().size(); row++) {
            assessments.add(Engine.assess(rule, columns.readings(row), thresholds));
        }
        return new RuleOnCohort(rule, thresholds.id(), assessments, table);
    }

    String id() {
        return rule.id();
    }

    @Nullable
    String[] outcomes() {
        return assessments.stream().map(Assessment::outcome).toArray(String[]::new);
    }

    Findings.Applied applied(CohortOptions options, Ledger ledger) {
        Map<String, Integer> outcomes = new TreeMap<>();
        Map<String, Integer> flags = new TreeMap<>();
        List<Findings.Indeterminate> indeterminate = new ArrayList<>();
        for (int row = 0; row < assessments.size(); row++) {
            Assessment assessment = assessments.get(row);
            outcomes.merge(assessment.outcome(), 1, Integer::sum);
            assessment.flags().forEach(flag -> flags.merge(flag, 1, Integer::sum));
            if (assessment.indeterminate()) {
                indeterminate.add(new Findings.Indeterminate(table.rowNumbers().get(row), reasons(assessment)));
            }
        }
        return new Findings.Applied(
                rule.id(), rule.version(), thresholdSetId, outcomes, flags, agreement(options, ledger), indeterminate);
    }

    private Findings.@Nullable Agreement agreement(CohortOptions options, Ledger ledger) {
        String column = options.expect();
        if (column == null) {
            return null;
        }
        int index = table.index(column);
        ledger.taken("expected outcome", table.columns().get(index), null, Ledger.GIVEN);
        int agree = 0;
        int without = 0;
        List<Findings.Disagreement> disagreements = new ArrayList<>();
        for (int row = 0; row < assessments.size(); row++) {
            String expected = table.rows().get(row).get(index);
            Assessment assessment = assessments.get(row);
            if (Cell.isAbsent(expected)) {
                without++;
            } else if (spelled(expected).equals(spelled(assessment.outcome()))) {
                agree++;
            } else {
                disagreements.add(new Findings.Disagreement(
                        table.rowNumbers().get(row), expected, assessment.outcome(), reasons(assessment)));
            }
        }
        return new Findings.Agreement(table.columns().get(index), agree, disagreements.size(), without, disagreements);
    }

    /** {@code Stage 2}, {@code ISS II} and {@code II} are the same stage. */
    private static String spelled(String outcome) {
        String plain = outcome.strip().toUpperCase(Locale.ROOT).replaceAll("^((R2?-)?ISS|STAGE|STADE)[\\s:_-]*", "");
        return switch (plain) {
            case "1", "1.0" -> "I";
            case "2", "2.0" -> "II";
            case "3", "3.0" -> "III";
            case "4", "4.0" -> "IV";
            default -> plain;
        };
    }

    private static List<String> reasons(Assessment assessment) {
        return assessment.reasons().stream().map(Reason::toString).toList();
    }
}
