package org.vigie.bench.staging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;

/**
 * Patients of 30 events each (a course, its lesion, eight administrations, eight next cycles, six laboratory values, five
 * studies, an end), replayed in the order of clinical time: eight patients begin a day, so that about 900 are under way
 * at any moment, however many there are in all.
 */
final class Cohort {
    static final int EVENTS_PER_PATIENT = 30;
    private static final int BEGIN_PER_DAY = 8;

    private Cohort() {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Event(Instant at, String topic, String key, String id, byte[] json) {}

    static List<Event> of(int patients, Instant until) {
        List<Event> events = new ArrayList<>(patients * EVENTS_PER_PATIENT);
        int days = patients / BEGIN_PER_DAY;
        LocalDate first = until.atZone(ZoneOffset.UTC).toLocalDate().minusDays(days + 140L);
        for (int i = 0; i < patients; i++) {
            patient(key(i), first.plusDays(i / BEGIN_PER_DAY), new Random(i), events);
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    static String key(int patient) {
        return String.format("%064x", 0x9e3779b97f4a7c15L * (patient + 1));
    }

    static void patient(String key, LocalDate c1d1, Random random, List<Event> events) {
        String course = "NAC-1";
        String lesion = "2.25." + Math.abs((long) key.hashCode());
        ClinicalTime start = ClinicalTime.parse(c1d1 + "T09:00");
        fact(key, "course", at(c1d1, -10), new FactBody.NacCourse(course, start, "EC-T", null, Side.L, null), events);
        fact(key, "lesion", at(c1d1, -10).plusSeconds(1), new FactBody.Lesion(lesion, "L1", Side.L, course), events);
        for (int cycle = 0; cycle < 8; cycle++) {
            LocalDate day = c1d1.plusDays(14L * cycle);
            fact(
                    key,
                    "given-" + cycle,
                    at(day, 0),
                    new FactBody.Administration(course, ClinicalTime.of(day), cycle < 4 ? "EC" : "T"),
                    events);
            fact(
                    key,
                    "next-" + cycle,
                    at(day, 0).plusSeconds(60),
                    new FactBody.NextCycle(course, ClinicalTime.of(day.plusDays(14))),
                    events);
        }
        for (int lab = 0; lab < 6; lab++) {
            LocalDate day = c1d1.plusDays(14L * lab - 1);
            fact(
                    key,
                    "lab-" + lab,
                    at(day, 0),
                    new LaboratoryFact.Lab(
                            Analyte.HAEMOGLOBIN,
                            ClinicalTime.of(day),
                            120.0,
                            null,
                            "12.0",
                            "g/dL",
                            120.0,
                            160.0,
                            "s",
                            "718-7"),
                    events);
        }
        int[] days = {-6, 7, 21, 80, 110};
        for (int i = 0; i < days.length; i++) {
            study(key, lesion, i, c1d1.plusDays(days[i]), 1e-3 * (1 + 0.05 * i * random.nextDouble()), events);
        }
        fact(key, "end", at(c1d1, 115), new FactBody.CourseEnded(course, ClinicalTime.of(c1d1.plusDays(115))), events);
    }

    private static Instant at(LocalDate day, int offset) {
        return day.plusDays(offset).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    static void fact(String key, String id, Instant at, FactBody body, List<Event> events) {
        ClinicalFact fact = new ClinicalFact(key.substring(32) + id, key, at, "bench", "rest", body);
        events.add(new Event(at, Topics.FACT_RECORDED, key, fact.factId(), Json.bytes(fact)));
    }

    static void study(String key, String lesion, int number, LocalDate day, double adc, List<Event> events) {
        Instant arrived = day.atTime(15, 0).toInstant(ZoneOffset.UTC);
        String uid = lesion + "." + (number + 1);
        StudyMeasured study = new StudyMeasured(
                key,
                uid,
                1,
                ClinicalTime.parse(day + "T08:00"),
                arrived,
                StudyMeasured.Outcome.MEASURED,
                false,
                List.of(lesion(lesion, adc)),
                List.of(),
                List.of(),
                new ObjectRef("0".repeat(64), 4711),
                "ready-" + uid,
                "1.0",
                arrived.plus(1, ChronoUnit.SECONDS));
        events.add(new Event(arrived, Topics.STUDY_MEASURED, key, "measured-" + uid, Json.bytes(study)));
    }

    private static LesionAdc lesion(String uid, double adc) {
        List<AdcMeasurement> measurements = new ArrayList<>();
        for (String method : List.of("nlls", "wls", "ols", "two-point")) {
            measurements.add(new AdcMeasurement(
                    new VariantKey("ADC_STD", List.of(0.0, 100.0, 600.0, 800.0), method),
                    true,
                    900,
                    880,
                    Map.of("noise-limited", 20),
                    statistics(adc),
                    statistics(adc),
                    adc,
                    List.of("noise-unknown"),
                    List.of()));
        }
        Acquisition scan = new Acquisition(
                "1.2.3.4.5",
                "Siemens Healthineers",
                "MAGNETOM Skyra",
                "46069",
                "syngo MR XA30",
                3.0,
                80.0,
                List.of(0.0, 100.0, 600.0, 800.0),
                "FS",
                "BEFORE",
                1.7,
                1.7,
                4.0,
                "ep2d_diff_tra",
                "ep_b");
        LesionAdc.Roi roi = new LesionAdc.Roi(
                LesionAdc.Roi.Method.MANUAL, true, 900, "WORKSTATION1", new ObjectRef("1".repeat(64), 9000));
        return new LesionAdc(uid, "L1", roi, scan, measurements, new ObjectRef("2".repeat(64), 50_000));
    }

    private static Statistics statistics(double adc) {
        return new Statistics(
                adc,
                adc * 0.98,
                adc * 0.2,
                adc * 0.4,
                adc * 1.9,
                adc * 0.6,
                adc * 0.7,
                adc * 0.75,
                adc * 0.8,
                adc * 1.2,
                adc * 1.4,
                adc * 1.5,
                0.31,
                0.12);
    }
}
