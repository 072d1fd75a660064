package org.vigie.simulator;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.domain.StudyPlan;

class DemoPatientsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private final List<DemoPatient> patients = DemoPatients.of(TODAY);

    @Test
    void thereIsOnePatientForEachCaseOfTheDemo() {
        assertThat(patients)
                .extracting(DemoPatient::name)
                .containsExactly("non-responder", "responder", "two-scanners", "too-early", "overdue", "seg-missing");
        assertThat(patients).extracting(DemoPatient::patientId).doesNotHaveDuplicates();
        assertThat(patients).allMatch(p -> p.displayName().startsWith("Testpatient^"));
    }

    @Test
    void onlyTheNonResponderIsToAlert() {
        assertThat(patients.stream().filter(p -> p.expected().clinicalAlert()).map(DemoPatient::name))
                .containsExactly("non-responder");
    }

    @Test
    void followUpsLieInTheirWindowsAndNoStudyInTheFuture() {
        assertThat(dayOfFollowUp("non-responder")).isEqualTo(7);
        assertThat(dayOfFollowUp("responder")).isEqualTo(7);
        assertThat(dayOfFollowUp("two-scanners")).isEqualTo(7);
        assertThat(dayOfFollowUp("too-early")).isEqualTo(3);
        assertThat(dayOfFollowUp("seg-missing")).isEqualTo(7);
        assertThat(patients)
                .flatExtracting(DemoPatient::studies)
                .allMatch(s -> s.plan().startedAt().toLocalDate().isBefore(TODAY));
        assertThat(patients)
                .allMatch(p -> p.studies()
                        .getFirst()
                        .plan()
                        .startedAt()
                        .isBefore(p.course().c1d1()));
    }

    @Test
    void theOverduePatientHasNoFollowUpAndIsPastDayEleven() {
        DemoPatient overdue = patient("overdue");

        assertThat(overdue.studies()).hasSize(1);
        assertThat(DAYS.between(overdue.course().c1d1().toLocalDate(), TODAY)).isEqualTo(12);
    }

    @Test
    void theSecondScannerIsAnotherDeviceAndTheContoursAreMissingOnce() {
        StudyPlan second = patient("two-scanners").studies().getLast().plan();

        assertThat(second.scanner().serial())
                .isNotEqualTo(patient("two-scanners")
                        .studies()
                        .getFirst()
                        .plan()
                        .scanner()
                        .serial());
        assertThat(patient("seg-missing").studies().getFirst().plan().contours())
                .isPresent();
        assertThat(patient("seg-missing").studies().getLast().plan().contours()).isEqualTo(Optional.empty());
    }

    @Test
    void theLesionIsTheCoursesAndItsAdcChangesAsExpected() {
        DemoPatient responder = patient("responder");
        StudyPlan baseline = responder.studies().getFirst().plan();
        StudyPlan followUp = responder.studies().getLast().plan();

        assertThat(baseline.phantom().lesions().getFirst().trackingUid())
                .isEqualTo(followUp.phantom().lesions().getFirst().trackingUid())
                .isEqualTo(responder.course().trackingUid());
        assertThat(baseline.phantom().lesions().getFirst().adc()).isEqualTo(1.0e-3);
        assertThat(followUp.phantom().lesions().getFirst().adc()).isEqualTo(1.35e-3);
    }

    @Test
    void theSameDayGivesTheSameStudies() {
        assertThat(DemoPatients.of(TODAY).getFirst().studies().getLast().studyUid())
                .isEqualTo(patients.getFirst().studies().getLast().studyUid());
        assertThat(DemoPatients.of(TODAY.plusDays(1))
                        .getFirst()
                        .studies()
                        .getLast()
                        .studyUid())
                .isNotEqualTo(patients.getFirst().studies().getLast().studyUid());
    }

    @Test
    void aStudyIsWrittenAsFiles(@TempDir java.nio.file.Path folder) throws Exception {
        assertThat(patient("non-responder").studies().getFirst().writeTo(folder))
                .hasSize(81);
        assertThat(patient("seg-missing").studies().getLast().writeTo(folder.resolve("2")))
                .hasSize(80);
    }

    private long dayOfFollowUp(String name) {
        DemoPatient p = patient(name);
        return DAYS.between(
                p.course().c1d1().toLocalDate(),
                p.studies().getLast().plan().startedAt().toLocalDate());
    }

    private DemoPatient patient(String name) {
        return patients.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
