package org.vigie.bench.staging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigie.bench.staging.Cohort.Event;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.AdcMeasurement.Statistics;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;

/** A measured study of one lesion, as diffusion-service publishes it. */
final class Study {
    private Study() {}

    static void add(String key, String lesion, int number, LocalDate day, double adc, List<Event> events) {
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
