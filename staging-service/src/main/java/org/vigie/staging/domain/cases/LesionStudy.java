package org.vigie.staging.domain.cases;

import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.FactBody.FtvMeasured;
import org.vigie.contract.clinical.LesionFact.KineticsMeasured;
import org.vigie.contract.clinical.LesionFact.PerfusionMeasured;
import org.vigie.contract.clinical.LesionFact.ResidualRead;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.timeline.Course;

/** One lesion on one study: what a measurement of it is about. */
record LesionStudy(@Nullable String lesionUid, @Nullable String studyUid, ClinicalTime at) {
    static LesionStudy of(FtvMeasured volume) {
        return new LesionStudy(volume.trackingUid(), volume.studyUid(), volume.at());
    }

    static LesionStudy of(SpectroscopyMeasured spectrum) {
        return new LesionStudy(spectrum.trackingUid(), spectrum.studyUid(), spectrum.at());
    }

    static LesionStudy of(KineticsMeasured kinetics) {
        return new LesionStudy(kinetics.trackingUid(), kinetics.studyUid(), kinetics.at());
    }

    static LesionStudy of(PerfusionMeasured perfusion) {
        return new LesionStudy(perfusion.trackingUid(), perfusion.studyUid(), perfusion.at());
    }

    static LesionStudy of(ResidualRead read) {
        return new LesionStudy(read.trackingUid(), read.studyUid(), read.at());
    }

    /** The study decides, not the date it was said to have. */
    String key() {
        return lesionUid + "|" + Workup.study(studyUid, at);
    }

    /** @param baselineStudyUid of what it is compared with, null if with nothing */
    RuleCase ask(Rule rule, @Nullable Course course, @Nullable String baselineStudyUid, Readings readings) {
        if (course != null) {
            readings.read(course.factIds());
        }
        return new RuleCase(
                rule,
                (course == null ? "-" : course.courseId()) + "|" + key(),
                at,
                course == null ? null : course.courseId(),
                lesionUid,
                studyUid,
                baselineStudyUid,
                readings.byName(),
                readings.ids());
    }
}
