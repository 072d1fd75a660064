package org.vigie.staging.domain.cases;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.EventId;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.PatientAssessed;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.Explained;
import org.vigie.contract.clinical.PatientAssessed.Localised;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.clinical.PatientAssessed.PartOutcome;
import org.vigie.staging.domain.logic.Assessment;
import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Decision;
import org.vigie.staging.domain.logic.Engine;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.rules.Windows;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.PatientTimeline;
import org.vigie.staging.domain.timeline.Reads;

/** Every rule but NAC-ADC over one timeline. */
public final class RuleAssessments {
    private final Map<String, ThresholdSet> thresholds;
    private final ZoneId site;
    private final String softwareVersion;

    /** @param thresholds sets in force by name */
    public RuleAssessments(Map<String, ThresholdSet> thresholds, ZoneId site, String softwareVersion) {
        this.thresholds = new HashMap<>(thresholds);
        this.site = site;
        this.softwareVersion = softwareVersion;
    }

    /**
     * A question with the id its answer has: equal to that of an earlier answer if nothing it reads has changed.
     *
     * @param place where it stands in its course, null if it belongs to none
     */
    public record Asked(RuleCase one, Windows.@Nullable Place place, String assessmentId) {}

    /**
     * One per question that the timeline says anything about. A group of rules is asked again only where a statement of a
     * kind it read, or a course, has changed.
     */
    public List<Asked> asked(PatientTimeline timeline) {
        List<Asked> asked = new ArrayList<>(timeline.derived(this, "solid-tumour", this::solidTumour));
        asked.addAll(timeline.derived(this, "whole-body", this::wholeBody));
        asked.addAll(timeline.derived(this, "myeloma", this::myeloma));
        return asked;
    }

    private List<Asked> solidTumour(Reads timeline) {
        Chronology chronology = new Chronology(timeline, site, false);
        List<RuleCase> cases = solidTumourCases(timeline, chronology);
        Reason lacking = chronology.undecided();
        if (lacking != null) {
            List<RuleCase> otherwise = solidTumourCases(timeline, new Chronology(timeline, site, true));
            cases = new Completed(this::found, lacking).both(cases, otherwise);
        }
        return asked(timeline, cases);
    }

    private List<RuleCase> solidTumourCases(Reads timeline, Chronology chronology) {
        Sizes sizes = new Sizes(timeline, chronology);
        List<RuleCase> extents = new ExtentCases(chronology, sizes).all();
        List<RuleCase> cases = new ArrayList<>(new BreastCases(timeline, chronology, sizes).all());
        cases.addAll(new RecistCases(timeline, chronology, sizes, set("breast")).all());
        cases.addAll(extents);
        List<RuleCase> perBreast =
                extents.stream().filter(one -> one.rule().id().equals("EXTENT")).toList();
        cases.addAll(new AblationCases(timeline, chronology, sizes, perBreast).all());
        return cases;
    }

    private List<Asked> wholeBody(Reads timeline) {
        return asked(timeline, new WholeBodyCases(timeline, site, this::possible).all());
    }

    private List<Asked> myeloma(Reads timeline) {
        Workup workup = Workup.of(timeline, site);
        if (workup == null) {
            return List.of();
        }
        List<RuleCase> cases = new ArrayList<>(new MyelomaCases(workup).all());
        cases.addAll(new MyelomaResponseCases(workup).all());
        return asked(timeline, cases);
    }

    private List<Asked> asked(Reads timeline, List<RuleCase> cases) {
        return cases.stream().map(one -> asked(timeline, one)).toList();
    }

    private Asked asked(Reads timeline, RuleCase one) {
        Windows.Place place = place(timeline, one);
        return new Asked(one, place, one.assessmentId(set(one), String.valueOf(place)));
    }

    private Windows.@Nullable Place place(Reads timeline, RuleCase one) {
        ClinicalTime at = one.at();
        if (at == null || one.courseId() == null) {
            return null;
        }
        return timeline.courses(site).stream()
                .filter(course -> course.courseId().equals(one.courseId()))
                .findFirst()
                .map(course -> new Windows(Objects.requireNonNull(thresholds.get("nac-adc")), site).of(course, at))
                .orElse(null);
    }

    /** The assessment without what it supersedes; computed at the epoch until it is stamped. */
    public PatientAssessed assess(String patientKey, Asked asked) {
        RuleCase one = asked.one();
        Windows.Place place = asked.place();
        Assessment found = Engine.assess(one.rule(), one.readings(), set(one));
        return new PatientAssessed(
                asked.assessmentId(),
                null,
                patientKey,
                found.ruleId(),
                found.ruleVersion(),
                found.thresholdSetId(),
                one.courseId(),
                one.lesionUid(),
                place == null || place.timePoint() == null
                        ? null
                        : place.timePoint().code(),
                place == null ? null : place.day(),
                one.studyUid(),
                null,
                one.baselineStudyUid(),
                found.outcome(),
                found.value(),
                found.unit(),
                found.ci95Low(),
                found.ci95High(),
                List.of(),
                found.flags(),
                found.reasons(),
                found.inputsUsed(),
                clauses(found),
                one.inputIds(),
                softwareVersion,
                Instant.EPOCH,
                explained(found));
    }

    /** Nothing is left of what an assessment read: its facts were corrected or deleted. */
    public static PatientAssessed withdrawn(PatientAssessed last, Instant at) {
        return new PatientAssessed(
                EventId.of(List.of(last.assessmentId()), "staging.withdrawn", "1")
                        .toString(),
                last.assessmentId(),
                last.patientKey(),
                last.ruleId(),
                last.ruleVersion(),
                last.thresholdSetId(),
                last.courseId(),
                last.lesionTrackingUid(),
                last.timePoint(),
                last.dayOfCourse(),
                last.studyUid(),
                last.revision(),
                last.baselineStudyUid(),
                Decision.INDETERMINATE,
                null,
                null,
                null,
                null,
                List.of(),
                List.of("withdrawn"),
                List.of(Reason.of(ReasonCode.MISSING_INPUT, "facts")),
                List.of(),
                List.of(),
                last.inputEventIds(),
                last.softwareVersion(),
                at);
    }

    private Assessment found(RuleCase one) {
        return Engine.assess(one.rule(), one.readings(), set(one));
    }

    private Set<String> possible(RuleCase one) {
        return Engine.possible(one.rule(), one.readings(), set(one));
    }

    private ThresholdSet set(RuleCase one) {
        return set(one.rule().thresholds());
    }

    private ThresholdSet set(String name) {
        return Objects.requireNonNull(thresholds.get(name), name);
    }

    /** Clauses as events carry them. */
    public static List<Clause> clauses(Assessment found) {
        return found.clauses().stream()
                .map(clause -> new Clause(
                        clause.text().en(),
                        clause.verdict().code(),
                        clause.threshold() == null ? null : clause.threshold().cited(),
                        clause.id(),
                        clause.text().fr(),
                        clause.values(),
                        clause.threshold() == null ? null : clause.threshold().used()))
                .toList();
    }

    /** What stands beside the outcome, as events carry it. */
    public static Explained explained(Assessment found) {
        return new Explained(
                found.section(),
                localised(found.title()),
                found.parts().stream()
                        .map(part -> new PartOutcome(part.id(), part.outcome(), part.reasons()))
                        .toList(),
                found.values().stream()
                        .map(value -> new NamedInput(
                                value.name(),
                                Decimals.text(value.value()),
                                value.unit().isEmpty() ? null : value.unit(),
                                null))
                        .toList(),
                found.lacking(),
                found.notes().stream().map(RuleAssessments::localised).toList());
    }

    private static Localised localised(Text text) {
        return new Localised(text.en(), text.fr());
    }
}
