package org.vigie.staging.domain.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.staging.domain.logic.Reading;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/**
 * One question to one rule about one patient.
 *
 * @param subject stable name of the question: what it is about stays the same while facts come and are corrected
 * @param at date of what it is about, null where that is no single day
 * @param readings by input name of the rule
 * @param inputIds facts and events that were read
 */
public record RuleCase(
        Rule rule,
        String subject,
        @Nullable ClinicalTime at,
        @Nullable String courseId,
        @Nullable String lesionUid,
        @Nullable String studyUid,
        @Nullable String baselineStudyUid,
        Map<String, Reading> readings,
        List<String> inputIds) {
    public RuleCase {
        readings = new TreeMap<>(readings);
        inputIds = inputIds.stream().distinct().sorted().toList();
    }

    /** The same rule on the same subject is the same question. */
    public String question() {
        return rule.id() + "|" + subject;
    }

    /** Equal inputs under equal thresholds give an equal assessment, so that nothing need be computed to know it. */
    String assessmentId(ThresholdSet thresholds, String place) {
        List<String> named = new ArrayList<>(inputIds);
        named.add(subject);
        named.add(place);
        named.add(thresholds.id());
        named.add(readings.toString());
        named.add(courseId + "|" + lesionUid + "|" + studyUid + "|" + baselineStudyUid);
        return EventId.of(named, "staging." + rule.id(), rule.version()).toString();
    }
}
