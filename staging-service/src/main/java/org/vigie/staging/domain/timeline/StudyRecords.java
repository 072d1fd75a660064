package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LinkFact;

/**
 * Every measurement that came under one patient key, and which of them are current. What the facts say of lesions and
 * of other keys belongs to it: one object serves as long as no fact changes that.
 */
final class StudyRecords {
    private final SortedMap<String, RecordedStudy> byKey;
    private @Nullable List<RecordedStudy> current;
    private @Nullable Map<String, Instant> arrivals;

    StudyRecords(SortedMap<String, RecordedStudy> byKey) {
        this.byKey = byKey;
    }

    SortedMap<String, RecordedStudy> byKey() {
        return byKey;
    }

    StudyRecords with(RecordedStudy study) {
        TreeMap<String, RecordedStudy> merged = new TreeMap<>(byKey);
        merged.merge(study.key(), study, StudyRecords::current);
        return new StudyRecords(Collections.unmodifiableSortedMap(merged));
    }

    /** With nothing read yet. */
    StudyRecords unread() {
        return new StudyRecords(byKey);
    }

    private static RecordedStudy current(RecordedStudy a, RecordedStudy b) {
        return RecordedStudy.CURRENCY.compare(a, b) < 0 ? b : a;
    }

    /** @param facts of the same key; those that change nothing here may be newer than those first read with */
    List<RecordedStudy> current(StatedFacts facts) {
        List<RecordedStudy> known = current;
        if (known == null) {
            known = facts.isReadElsewhere()
                    ? List.of()
                    : LesionMatching.named(asMeasured(facts), facts.statements(FactBody.LesionMatched.class));
            current = known;
        }
        return known;
    }

    /** When each current study first arrived, by study UID. */
    Map<String, Instant> arrivals(StatedFacts facts) {
        Map<String, Instant> known = arrivals;
        if (known == null) {
            Map<String, Instant> first = new TreeMap<>();
            current(facts)
                    .forEach(study -> first.put(
                            study.measured().studyUid(), study.measured().arrivedAt()));
            Stream.concat(byKey.values().stream(), adopted(facts))
                    .forEach(study -> first.computeIfPresent(
                            study.measured().studyUid(),
                            (uid, at) ->
                                    FirstStated.earlier(at, study.measured().arrivedAt())));
            known = Collections.unmodifiableMap(first);
            arrivals = known;
        }
        return known;
    }

    /** The current result of every study, own and adopted, with the names it states itself, in the order of UIDs. */
    List<RecordedStudy> asMeasured(StatedFacts facts) {
        Map<String, RecordedStudy> byStudy = new TreeMap<>();
        Stream.concat(byKey.values().stream(), adopted(facts))
                .forEach(study -> byStudy.merge(study.measured().studyUid(), study, StudyRecords::current));
        return List.copyOf(byStudy.values());
    }

    /** Every revision that other keys hold. */
    private static Stream<RecordedStudy> adopted(StatedFacts facts) {
        return facts.handed(LinkFact.AdoptedStudy.class)
                .map(adopted -> new RecordedStudy(adopted.eventId(), adopted.study()));
    }
}
