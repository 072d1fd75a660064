package org.vigie.bench.staging;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.vigie.bench.staging.Cohort.Event;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.Quadrant;
import org.vigie.contract.clinical.Side;

/**
 * A course, its lesion, eight administrations, eight next cycles, two laboratory values, two sizes and two functional
 * volumes of the lesion, five studies, an end: 30 events.
 */
final class BreastPatient {
    private static final int[] STUDY_DAYS = {-6, 7, 21, 80, 110};

    private BreastPatient() {}

    static void add(String key, LocalDate c1d1, Random random, List<Event> events) {
        String course = "NAC-1";
        String lesion = "2.25." + Math.abs((long) key.hashCode());
        ClinicalTime start = ClinicalTime.parse(c1d1 + "T09:00");
        Cohort.fact(
                key,
                "course",
                Cohort.at(c1d1, -10),
                new FactBody.NacCourse(course, start, "EC-T", null, Side.L, null),
                events);
        Cohort.fact(
                key,
                "lesion",
                Cohort.at(c1d1, -10).plusSeconds(1),
                new FactBody.Lesion(lesion, "L1", Side.L, course),
                events);
        for (int cycle = 0; cycle < 8; cycle++) {
            LocalDate day = c1d1.plusDays(14L * cycle);
            Cohort.fact(
                    key,
                    "given-" + cycle,
                    Cohort.at(day, 0),
                    new FactBody.Administration(course, ClinicalTime.of(day), cycle < 4 ? "EC" : "T"),
                    events);
            Cohort.fact(
                    key,
                    "next-" + cycle,
                    Cohort.at(day, 0).plusSeconds(60),
                    new FactBody.NextCycle(course, ClinicalTime.of(day.plusDays(14))),
                    events);
        }
        for (int lab = 0; lab < 2; lab++) {
            Cohort.lab(key, c1d1.plusDays(28L * lab - 1), Analyte.HAEMOGLOBIN, 120 - 4.0 * lab, 160.0, events);
        }
        double mm = 15 + 30 * random.nextDouble();
        for (int i = 0; i < STUDY_DAYS.length; i++) {
            LocalDate day = c1d1.plusDays(STUDY_DAYS[i]);
            Study.add(key, lesion, i, day, 1e-3 * (1 + 0.05 * i * random.nextDouble()), events);
            if (i == 0 || i == 3) {
                sized(key, lesion, i, day, mm * (1 - 0.1 * i), events);
            }
        }
        Cohort.fact(
                key,
                "end",
                Cohort.at(c1d1, 115),
                new FactBody.CourseEnded(course, ClinicalTime.of(c1d1.plusDays(115))),
                events);
    }

    /** What a radiologist read on the study: target lesion of RECIST, functional volume. */
    private static void sized(String key, String lesion, int number, LocalDate day, double mm, List<Event> events) {
        String study = lesion + "." + (number + 1);
        ClinicalTime at = ClinicalTime.parse(day + "T08:00");
        Cohort.fact(
                key,
                "size-" + number,
                Cohort.at(day, 1),
                new LesionSized(
                        study, lesion, at, Modality.MR, mm, null, "breast", Side.L, Quadrant.UPPER_OUTER, false, true),
                events);
        Cohort.fact(
                key,
                "ftv-" + number,
                Cohort.at(day, 1).plusSeconds(60),
                new FactBody.FtvMeasured(study, lesion, at, mm * mm * mm / 2000),
                events);
    }
}
