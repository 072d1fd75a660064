package org.vigie.staging.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AblationFact;
import org.vigie.contract.clinical.ConditionFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.LesionFact;
import org.vigie.contract.clinical.LinkFact;
import org.vigie.contract.clinical.WholeBodyFact;

/** What a fact must be before it is recorded (clinical rules 2.4c). */
final class FactRules {
    private static final int MAX_DAYS_AHEAD = 180;
    private static final Pattern UID = Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");
    private static final Pattern COURSE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Clock clock;
    private final ZoneId site;

    FactRules(Clock clock, ZoneId site) {
        this.clock = clock;
        this.site = site;
    }

    /** @throws Rejected naming the field and the rule */
    FactBody check(FactBody body, @Nullable ClinicalTime birthDate) {
        switch (body) {
            case FactBody.NacCourse course -> course(course, birthDate);
            case FactBody.NextCycle next -> {
                courseId(next.courseId());
                present(next.nextCycleAt(), "nextCycleAt");
            }
            case FactBody.CourseEnded ended -> {
                courseId(ended.courseId());
                present(ended.endedAt(), "endedAt");
            }
            case FactBody.Surgery surgery -> {
                courseId(surgery.courseId());
                present(surgery.at(), "at");
            }
            case FactBody.Administration given -> {
                if (given.courseId() != null) {
                    courseId(given.courseId());
                }
                past(given.at());
            }
            case FactBody.Lesion lesion -> {
                uid(lesion.trackingUid(), "trackingUid");
                text(lesion.label(), "label");
            }
            case FactBody.LesionNotMeasurable gone -> {
                uid(gone.studyUid(), "studyUid");
                uid(gone.trackingUid(), "trackingUid");
            }
            case FactBody.PhantomChecked check -> {
                text(check.deviceSerial(), "deviceSerial");
                text(check.model(), "model");
                past(check.at());
            }
            case FactBody.FtvMeasured volume -> {
                uid(volume.studyUid(), "studyUid");
                uid(volume.trackingUid(), "trackingUid");
                past(volume.at());
                if (!Double.isFinite(volume.volumeCm3()) || volume.volumeCm3() < 0) {
                    throw new Rejected("volumeCm3", "finite, zero or more");
                }
            }
            case FactBody.RecistAssessed recist -> {
                uid(recist.studyUid(), "studyUid");
                past(recist.at());
                text(recist.response(), "response");
            }
            case FactBody.Retracted retracted -> text(retracted.retractedFactId(), "retractedFactId");
            case FactBody.LesionMatched matched -> {
                uid(matched.studyUid(), "studyUid");
                text(matched.regionId(), "regionId");
                if (matched.trackingUid() != null) {
                    uid(matched.trackingUid(), "trackingUid");
                }
            }
            case FactBody.ReprocessRequested run ->
                throw new Rejected("body.kind", "stated through POST /api/reprocess, not as a fact");
            case LinkFact link ->
                throw new Rejected("body.kind", "stated through POST /api/patients/merge, not as a fact");
            case LaboratoryFact.Lab lab -> past(lab.at());
            case LaboratoryFact.MonoclonalProtein protein -> past(protein.at());
            case LaboratoryFact.Cytogenetics fish -> past(fish.at());
            case LaboratoryFact.Pathology pathology -> past(pathology.at());
            case ConditionFact.Diagnosis diagnosis -> past(diagnosis.at());
            case ConditionFact.OrganDamageAttributed attributed -> past(attributed.at());
            case LesionFact.LesionSized sized -> past(sized.at());
            case LesionFact.NewLesionRead read -> past(read.at());
            case LesionFact.ResidualRead read -> past(read.at());
            case LesionFact.SpectroscopyMeasured measured -> past(measured.at());
            case AblationFact.AblationConsidered considered -> past(considered.at());
            case AblationFact.AblationPerformed performed -> past(performed.at());
            case AblationFact.AblationFollowUp followUp -> past(followUp.at());
            case WholeBodyFact.MarrowRead read -> past(read.at());
            case WholeBodyFact.BonesRead read -> past(read.at());
            case WholeBodyFact.MarrowResponseRead read -> past(read.at());
            case WholeBodyFact.BurdenMeasured measured -> past(measured.at());
            case WholeBodyFact.VertebralFractureRead read -> past(read.at());
        }
        return body;
    }

    private void course(FactBody.NacCourse course, @Nullable ClinicalTime birthDate) {
        courseId(course.courseId());
        text(course.regimen(), "regimen");
        ClinicalTime c1d1 = present(course.c1d1(), "c1d1");
        LocalDate first = c1d1.dateIn(site);
        if (first.isAfter(today().plusDays(MAX_DAYS_AHEAD))) {
            throw new Rejected("c1d1", "at most " + MAX_DAYS_AHEAD + " days ahead");
        }
        if (birthDate != null && first.isBefore(birthDate.dateIn(site))) {
            throw new Rejected("c1d1", "not before birth");
        }
        ClinicalTime next = course.nextCycleAt();
        if (next != null && !next.instantIn(site).isAfter(c1d1.instantIn(site))) {
            throw new Rejected("nextCycleAt", "after c1d1");
        }
    }

    /** @throws Rejected if it is no DICOM UID */
    static void uid(@Nullable String value, String object) {
        if (value == null || value.length() > 64 || !UID.matcher(value).matches()) {
            throw new Rejected(object, "a DICOM UID: digits and dots, at most 64 characters");
        }
    }

    private static void courseId(@Nullable String value) {
        if (value == null || !COURSE_ID.matcher(value).matches()) {
            throw new Rejected("courseId", "1 to 64 letters, digits, dots, hyphens or underscores");
        }
    }

    static String text(@Nullable String value, String object) {
        if (value == null || value.isBlank() || value.length() > 200) {
            throw new Rejected(object, "present, at most 200 characters");
        }
        return value;
    }

    static <T> T present(@Nullable T value, String object) {
        if (value == null) {
            throw new Rejected(object, "present");
        }
        return value;
    }

    private void past(@Nullable ClinicalTime at) {
        if (present(at, "at").dateIn(site).isAfter(today())) {
            throw new Rejected("at", "not in the future");
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), site);
    }
}
