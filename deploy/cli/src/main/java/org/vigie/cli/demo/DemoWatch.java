package org.vigie.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vigie.cli.ServiceClient;
import org.vigie.simulator.DemoPatient;

/** Asks notify about every patient until all is as expected, or time is up. */
final class DemoWatch {
    /** Alerts and assessments reach notify by different topics: what is right must stay right for so long. */
    private static final Duration SETTLE = Duration.ofSeconds(4);

    private final List<DemoPatient> patients;
    private final ServiceClient notify;
    private final PrintWriter progress;
    private final Set<String> told = new HashSet<>();

    DemoWatch(List<DemoPatient> patients, ServiceClient notify, PrintWriter progress) {
        this.patients = patients;
        this.notify = notify;
        this.progress = progress;
    }

    /** @param deadlineNanos of {@link System#nanoTime()} */
    List<DemoReport.Row> await(long deadlineNanos) throws InterruptedException {
        while (true) {
            List<DemoReport.Row> rows = look();
            if (rows.stream().allMatch(DemoReport.Row::ok)) {
                TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
                List<DemoReport.Row> settled = look();
                if (settled.stream().allMatch(DemoReport.Row::ok) || isOver(deadlineNanos)) {
                    return settled;
                }
            } else if (isOver(deadlineNanos)) {
                return rows;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private List<DemoReport.Row> look() {
        List<DemoReport.Row> rows = new ArrayList<>();
        for (DemoPatient patient : patients) {
            rows.add(look(patient));
        }
        rows.add(lookAtMyeloma());
        for (DemoReport.Row row : rows) {
            if (row.ok() && told.add(row.name())) {
                progress.printf("  %-15s %s%n", row.name(), row.expected());
                progress.flush();
            }
        }
        return rows;
    }

    private DemoReport.Row look(DemoPatient patient) {
        return row(
                patient.name(),
                words(patient),
                Map.of("patientId", patient.patientId(), "issuer", patient.issuer()),
                seen -> Verdict.on(patient, seen));
    }

    private DemoReport.Row lookAtMyeloma() {
        String words = DemoMyeloma.EXPECTED.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return row(
                DemoMyeloma.NAME,
                words,
                Map.of("patientId", DemoMyeloma.PATIENT_ID, "issuer", DemoMyeloma.ISSUER),
                seen -> Verdict.on(DemoMyeloma.EXPECTED, seen));
    }

    private DemoReport.Row row(
            String name, String expected, Map<String, String> who, Function<PatientSeen, Verdict> judge) {
        PatientSeen seen = PatientSeen.NOTHING;
        List<String> faults;
        try {
            ServiceClient.Answer answer = notify.post("/api/patients/search", who);
            if (answer.isSuccess()) {
                seen = PatientSeen.of(answer.body());
                faults = judge.apply(seen).faults();
            } else {
                faults = List.of("notify answered HTTP " + answer.status());
            }
        } catch (IOException e) {
            faults = List.of("notify did not answer: " + e.getClass().getSimpleName());
        }
        return new DemoReport.Row(name, expected, seen.alerts(), seen.assessments(), faults.isEmpty(), faults);
    }

    static String words(DemoPatient patient) {
        DemoPatient.Expected expected = patient.expected();
        StringBuilder words = new StringBuilder(expected.kind().orElse("no item"));
        expected.severity().ifPresent(severity -> words.append(' ').append(severity));
        expected.timePoint().ifPresent(timePoint -> words.append(" at ").append(timePoint));
        expected.flag().ifPresent(flag -> words.append(", flag ").append(flag));
        return words.append(expected.clinicalAlert() ? ", one clinical alert" : ", no clinical alert")
                .toString();
    }

    private static boolean isOver(long deadlineNanos) {
        return System.nanoTime() - deadlineNanos >= 0;
    }
}
