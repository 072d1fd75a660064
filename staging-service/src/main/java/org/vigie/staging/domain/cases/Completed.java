package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Reading;

/**
 * Questions under two completions of what is missing (clinical rules 0.3): where both give the same outcome it stands, where
 * they do not, what differs between them is unknown for the reason that it lacks.
 */
final class Completed {
    private final Function<RuleCase, Assessment> found;
    private final Reason lacking;

    Completed(Function<RuleCase, Assessment> found, Reason lacking) {
        this.found = found;
        this.lacking = lacking;
    }

    /** A question that only one of them asks has no answer. */
    List<RuleCase> both(List<RuleCase> one, List<RuleCase> other) {
        Map<String, RuleCase> others = new LinkedHashMap<>();
        other.forEach(asked -> others.put(asked.question(), asked));
        List<RuleCase> both = new ArrayList<>();
        for (RuleCase asked : one) {
            both.add(settled(asked, others.remove(asked.question())));
        }
        others.values().forEach(asked -> both.add(settled(asked, null)));
        return both;
    }

    private RuleCase settled(RuleCase one, @Nullable RuleCase other) {
        if (other != null && (one.readings().equals(other.readings()) || agree(found.apply(one), found.apply(other)))) {
            return one;
        }
        Map<String, Reading> readings = new TreeMap<>(one.readings());
        if (other != null) {
            other.readings().keySet().forEach(name -> readings.putIfAbsent(name, new Reading.Missing()));
        }
        readings.replaceAll((name, reading) ->
                other != null && reading.equals(other.readings().get(name)) ? reading : new Reading.Invalid(lacking));
        List<String> read = new ArrayList<>(one.inputIds());
        if (other != null) {
            read.addAll(other.inputIds());
        }
        return new RuleCase(
                one.rule(),
                one.subject(),
                one.at(),
                one.courseId(),
                one.lesionUid(),
                one.studyUid(),
                other == null
                                || one.baselineStudyUid() == null
                                || !one.baselineStudyUid().equals(other.baselineStudyUid())
                        ? null
                        : one.baselineStudyUid(),
                readings,
                read);
    }

    private static boolean agree(Assessment one, Assessment other) {
        return one.outcome().equals(other.outcome())
                && one.flags().equals(other.flags())
                && one.parts().equals(other.parts());
    }
}
