package org.vigie.bench.staging;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;

/**
 * Patients of 30 events each, nineteen with a breast cancer under chemotherapy to one with a myeloma, replayed in the order
 * of clinical time: eight patients begin a day, so that about 900 are under way at any moment, however many there are in
 * all.
 */
final class Cohort {
    static final int EVENTS_PER_PATIENT = 30;
    private static final int BEGIN_PER_DAY = 8;
    private static final int MYELOMA_ONE_IN = 20;

    private Cohort() {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Event(Instant at, String topic, String key, String id, byte[] json) {}

    static List<Event> of(int patients, Instant until) {
        List<Event> events = new ArrayList<>(patients * EVENTS_PER_PATIENT);
        int days = patients / BEGIN_PER_DAY;
        LocalDate first = until.atZone(ZoneOffset.UTC).toLocalDate().minusDays(days + 140L);
        for (int i = 0; i < patients; i++) {
            LocalDate begin = first.plusDays(i / BEGIN_PER_DAY);
            if (i % MYELOMA_ONE_IN == 0) {
                MyelomaPatient.add(key(i), begin, new Random(i), events);
            } else {
                BreastPatient.add(key(i), begin, new Random(i), events);
            }
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    static String key(int patient) {
        return String.format("%064x", 0x9e3779b97f4a7c15L * (patient + 1));
    }

    static Instant at(LocalDate day, int offset) {
        return day.plusDays(offset).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    static void fact(String key, String id, Instant at, FactBody body, List<Event> events) {
        ClinicalFact fact = new ClinicalFact(key.substring(32) + id, key, at, "bench", "rest", body);
        events.add(new Event(at, Topics.FACT_RECORDED, key, fact.factId(), Json.bytes(fact)));
    }

    static void lab(
            String key, LocalDate day, Analyte analyte, double value, @Nullable Double upper, List<Event> events) {
        Lab lab = new Lab(
                analyte,
                ClinicalTime.of(day),
                value,
                null,
                Double.toString(value),
                analyte.ucum(),
                null,
                upper,
                "s" + day,
                null);
        fact(key, "lab-" + analyte + day, at(day, 0), lab, events);
    }
}
