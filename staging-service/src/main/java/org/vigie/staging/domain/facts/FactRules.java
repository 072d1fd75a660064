package org.vigie.staging.domain.facts;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.WholeBodyFact;
import org.vigie.staging.domain.timeline.Course;

/** What a fact must be before it is recorded (clinical rules 2.4c and project policy). */
public final class FactRules {
    private static final int MAX_DAYS_AHEAD = 180;
    private static final Plausible ENHANCEMENT = new Plausible(0, 1000, "%");
    private static final Plausible NEIGHBOURS = new Plausible(0, 26, "neighbours");
    private static final Plausible SHARE = new Plausible(0, 1, "(a share)");
    private static final Set<String> RECIST = Set.of("CR", "PR", "SD", "PD", "NE");

    private final InstantSource clock;
    private final ZoneId site;

    public FactRules(InstantSource clock, ZoneId site) {
        this.clock = clock;
        this.site = site;
    }

    /** Every rule the fact breaks; empty: it may be recorded. */
    public List<Fault> faults(FactBody body, @Nullable ClinicalTime birthDate) {
        Faults faults = new Faults(site, LocalDate.ofInstant(clock.instant(), site));
        switch (body) {
            case FactBody.NacCourse course -> course(faults, course, birthDate);
            case FactBody.NextCycle next ->
                planned(faults.courseId(next.courseId()), next.nextCycleAt(), "nextCycleAt");
            case FactBody.CourseEnded ended -> planned(faults.courseId(ended.courseId()), ended.endedAt(), "endedAt");
            case FactBody.Surgery surgery -> planned(faults.courseId(surgery.courseId()), surgery.at(), "at");
            case FactBody.Administration given -> {
                if (given.courseId() != null) {
                    faults.courseId(given.courseId());
                }
                faults.past(given.at(), "at").optionalText(given.drug(), "drug");
            }
            case FactBody.Lesion lesion ->
                faults.uid(lesion.trackingUid(), "trackingUid").text(lesion.label(), "label");
            case FactBody.LesionNotMeasurable gone ->
                faults.uid(gone.studyUid(), "studyUid").uid(gone.trackingUid(), "trackingUid");
            case FactBody.PhantomChecked check ->
                faults.text(check.deviceSerial(), "deviceSerial")
                        .text(check.model(), "model")
                        .within(new Plausible(0.05, 21, "T"), check.fieldStrengthTesla(), "fieldStrengthTesla")
                        .past(check.at(), "at");
            case FactBody.FtvMeasured volume -> {
                faults.uid(volume.studyUid(), "studyUid")
                        .uid(volume.trackingUid(), "trackingUid")
                        .past(volume.at(), "at")
                        .within(Plausible.TUMOUR_VOLUME, volume.volumeCm3(), "volumeCm3");
                FactBody.FtvThresholds made = volume.thresholds();
                if (made != null) {
                    faults.within(ENHANCEMENT, made.backgroundPercent(), "thresholds.backgroundPercent")
                            .within(ENHANCEMENT, made.enhancementPercent(), "thresholds.enhancementPercent")
                            .within(NEIGHBOURS, (double) made.neighbours(), "thresholds.neighbours");
                }
            }
            case FactBody.RecistAssessed recist -> {
                faults.uid(recist.studyUid(), "studyUid").past(recist.at(), "at");
                if (recist.response() == null || !RECIST.contains(recist.response())) {
                    faults.add("response", "one of CR, PR, SD, PD, NE");
                }
            }
            case FactBody.Retracted retracted -> faults.text(retracted.retractedFactId(), "retractedFactId");
            case FactBody.LesionMatched matched ->
                faults.uid(matched.studyUid(), "studyUid")
                        .text(matched.regionId(), "regionId")
                        .optionalUid(matched.trackingUid(), "trackingUid")
                        .within(SHARE, matched.confidence(), "confidence");
            case FactBody.ReprocessRequested _ ->
                faults.add("body.kind", "stated through POST /api/reprocess, not as a fact");
            case LinkFact _ -> faults.add("body.kind", "stated through POST /api/patients/merge, not as a fact");
            case FactBody.RegimenChanged changed ->
                faults.courseId(changed.courseId()).past(changed.at(), "at").text(changed.regimen(), "regimen");
            case FactBody.AdministrationOrdered ordered -> ordered(faults, ordered);
            case LaboratoryFact found -> LaboratoryRules.check(faults, found);
            case ConditionFact.Diagnosis diagnosis ->
                faults.past(diagnosis.at(), "at")
                        .any("disease", diagnosis.disease())
                        .any("certainty", diagnosis.certainty());
            case ConditionFact.OrganDamageAttributed attributed -> faults.past(attributed.at(), "at");
            case LesionFact lesion -> LesionRules.check(faults, lesion);
            case AblationFact ablation -> LesionRules.check(faults, ablation);
            case WholeBodyFact read -> WholeBodyRules.check(faults, read);
        }
        return faults.found();
    }

    private void ordered(Faults faults, FactBody.AdministrationOrdered ordered) {
        if (ordered.courseId() != null) {
            faults.courseId(ordered.courseId());
        }
        faults.optionalText(ordered.drug(), "drug");
        if (faults.date(ordered.plannedAt(), "plannedAt")) {
            notFarAhead(faults, ordered.plannedAt().dateIn(site), MAX_DAYS_AHEAD, "plannedAt");
        }
    }

    /** A slip of the year in a next cycle would put every reminder tied to it off for good. */
    private boolean planned(Faults faults, @Nullable ClinicalTime at, String object) {
        boolean isDate = faults.date(at, object);
        if (isDate && at != null) {
            notFarAhead(faults, at.dateIn(site), Course.OPEN_DAYS, object);
        }
        return isDate;
    }

    private void notFarAhead(Faults faults, LocalDate day, int days, String object) {
        if (day.isAfter(LocalDate.ofInstant(clock.instant(), site).plusDays(days))) {
            faults.add(object, "at most " + days + " days ahead");
        }
    }

    private void course(Faults faults, FactBody.NacCourse course, @Nullable ClinicalTime birthDate) {
        faults.courseId(course.courseId()).text(course.regimen(), "regimen");
        ClinicalTime c1d1 = course.c1d1();
        if (!faults.date(c1d1, "c1d1")) {
            return;
        }
        LocalDate first = c1d1.dateIn(site);
        notFarAhead(faults, first, MAX_DAYS_AHEAD, "c1d1");
        if (birthDate != null && first.isBefore(birthDate.dateIn(site))) {
            faults.add("c1d1", "not before birth");
        }
        ClinicalTime next = course.nextCycleAt();
        if (next != null
                && planned(faults, next, "nextCycleAt")
                && !next.instantIn(site).isAfter(c1d1.instantIn(site))) {
            faults.add("nextCycleAt", "after c1d1");
        }
    }
}
