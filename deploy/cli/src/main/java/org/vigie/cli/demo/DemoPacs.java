package org.vigie.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vigie.cli.CommandException;
import org.vigie.cli.Ports;
import org.vigie.cli.ServiceClient;
import org.vigie.simulator.DemoPatient;
import org.vigie.simulator.SimulatedStudy;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.Destination;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;

/** The hospital around Vigie: states the courses by REST, forwards the studies by C-STORE. */
final class DemoPacs {
    private static final String CALLING_AE = "DEMO_PACS";

    private final Ports ports;
    private final ServiceClient staging;
    private final Path folder;
    private final PrintWriter progress;

    DemoPacs(Ports ports, ServiceClient staging, Path folder, PrintWriter progress) {
        this.ports = ports;
        this.staging = staging;
        this.folder = folder;
        this.progress = progress;
    }

    void stateCourses(List<DemoPatient> patients) throws IOException {
        for (DemoPatient patient : patients) {
            ServiceClient.Answer answer = staging.post("/api/courses", course(patient));
            if (!answer.isSuccess()) {
                throw new CommandException("staging refused the course of " + patient.name() + ": HTTP "
                        + answer.status() + " " + answer.body());
            }
        }
        progress.println("  " + patients.size() + " courses stated");
        progress.flush();
    }

    /** The laboratory speaks HL7; what readers and clinicians concluded comes as facts. */
    void state(DemoMyeloma myeloma) throws IOException {
        Integer port = ports.hl7();
        if (port == null) {
            throw new CommandException("the demo needs a port for HL7");
        }
        String answer = Mllp.send(port, myeloma.results());
        if (!answer.contains("\rMSA|AA|")) {
            throw new CommandException("staging refused the laboratory's message: " + answer.replace('\r', ' '));
        }
        for (Map<String, Object> body : myeloma.facts()) {
            ServiceClient.Answer stated = staging.post(
                    "/api/facts",
                    Map.of("patientId", DemoMyeloma.PATIENT_ID, "issuer", DemoMyeloma.ISSUER, "body", body));
            if (!stated.isSuccess()) {
                throw new CommandException("staging refused a fact of " + DemoMyeloma.NAME + ": HTTP " + stated.status()
                        + " " + stated.body());
            }
        }
        progress.printf(
                "  %-15s laboratory by HL7, %d facts%n",
                DemoMyeloma.NAME, myeloma.facts().size());
        progress.flush();
    }

    void send(List<DemoPatient> patients) throws IOException, InterruptedException {
        for (DemoPatient patient : patients) {
            int number = 0;
            for (SimulatedStudy study : patient.studies()) {
                List<Path> files = study.writeTo(folder.resolve(patient.name()).resolve("study" + number++));
                SendReport report = StoreScu.send(
                        files,
                        new Destination("VIGIE", "127.0.0.1", ports.dicom()),
                        SendOptions.DEFAULT.withCallingAe(CALLING_AE));
                if (!report.isSuccess()) {
                    throw new CommandException("not every instance of " + patient.name() + " was taken: "
                            + report.count(SendReport.State.REFUSED) + " refused, "
                            + report.count(SendReport.State.UNANSWERED) + " unanswered");
                }
            }
            progress.printf("  %-15s %d studies sent%n", patient.name(), number);
            progress.flush();
        }
    }

    private static Map<String, Object> course(DemoPatient patient) {
        DemoPatient.Course course = patient.course();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("patientId", patient.patientId());
        body.put("issuer", patient.issuer());
        body.put("courseId", course.courseId());
        body.put("c1d1", course.c1d1().toString());
        body.put("regimen", course.regimen());
        body.put("nextCycleAt", course.nextCycleAt().toString());
        body.put("side", course.side().name());
        body.put(
                "lesions",
                List.of(Map.of(
                        "trackingUid", course.trackingUid(),
                        "label", course.label(),
                        "side", course.side().name())));
        return body;
    }
}
