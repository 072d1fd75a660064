package org.vigie.simulator;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vigie.contract.clinical.Side;
import org.vigie.simulator.DemoPatient.Course;
import org.vigie.simulator.DemoPatient.Expected;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.Noise;
import org.vigie.simulator.domain.ScannerIdentity;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;

/**
 * The patients of the demo. All studies lie in the past of {@code today}, so that none is refused as one of the future;
 * the same day gives the same UIDs, so that a second run adds nothing.
 */
public final class DemoPatients {
    private static final String ISSUER = "LOCAL";
    private static final LocalTime STUDY = LocalTime.of(10, 30);
    private static final LocalTime INFUSION = LocalTime.of(14, 0);

    /** mm²/s, of every baseline. */
    private static final double BASELINE_ADC = 1.0e-3;

    private static final int DAYS_OF_CYCLE = 21;

    private final LocalDate today;

    private DemoPatients(LocalDate today) {
        this.today = today;
    }

    /** @param today in the site's time zone */
    public static List<DemoPatient> of(LocalDate today) {
        DemoPatients demo = new DemoPatients(today);
        return List.of(
                demo.nonResponder(),
                demo.responder(),
                demo.twoScanners(),
                demo.tooEarly(),
                demo.overdue(),
                demo.withoutContours());
    }

    private DemoPatient nonResponder() {
        Case c = new Case("non-responder", 1, "Testpatient^Nina", daysAgo(8), Side.L);
        return c.patient(
                List.of(c.baseline(), c.followUp(7, 1.02)),
                new Expected(of("adc-no-change"), of("S2"), of("W1"), true, Optional.empty(), of(2.0)));
    }

    private DemoPatient responder() {
        Case c = new Case("responder", 2, "Testpatient^Rosa", daysAgo(8), Side.R);
        return c.patient(
                List.of(c.baseline(), c.followUp(7, 1.35)),
                new Expected(of("adc-rise"), of("S1"), of("W1"), false, Optional.empty(), of(35.0)));
    }

    private DemoPatient twoScanners() {
        Case c = new Case("two-scanners", 3, "Testpatient^Sina", daysAgo(8), Side.L);
        return c.patient(
                List.of(c.baseline(), c.followUp(7, 1.03).withScanner(ScannerIdentity.SECOND)),
                new Expected(
                        of("not-comparable"), Optional.empty(), of("W1"), false, Optional.empty(), Optional.empty()));
    }

    private DemoPatient tooEarly() {
        Case c = new Case("too-early", 4, "Testpatient^Edda", daysAgo(4), Side.R);
        return c.patient(
                List.of(c.baseline(), c.followUp(3, 1.04)),
                new Expected(Optional.empty(), Optional.empty(), of("TOO-EARLY"), false, Optional.empty(), of(4.0)));
    }

    private DemoPatient overdue() {
        Case c = new Case("overdue", 5, "Testpatient^Otta", daysAgo(12), Side.L);
        return c.patient(
                List.of(c.baseline()),
                new Expected(
                        of("overdue-study"),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()));
    }

    private DemoPatient withoutContours() {
        Case c = new Case("seg-missing", 6, "Testpatient^Selma", daysAgo(8), Side.R);
        return c.patient(
                List.of(c.baseline(), c.followUp(7, 1.01).withContours(Optional.empty())),
                new Expected(
                        Optional.empty(), Optional.empty(), of("W1"), false, of("unvalidated-roi"), Optional.empty()));
    }

    private LocalDate daysAgo(int days) {
        return today.minusDays(days);
    }

    private static <T> Optional<T> of(T value) {
        return Optional.of(value);
    }

    /** One case: a lesion in one breast, a baseline the day before the first administration. */
    private static final class Case {
        private final String name;
        private final SimulatedPatient patient;
        private final Course course;
        private final BreastPhantom phantom;

        Case(String name, int number, String displayName, LocalDate c1d1, Side side) {
            this.name = name;
            String id = "DEMO-%04d".formatted(number);
            this.patient = new SimulatedPatient(id, ISSUER, displayName, LocalDate.of(1970, 1, number));
            String tracking = Uids.of("demo", id, "L1");
            this.course = new Course(
                    "demo-course-" + number,
                    c1d1.atTime(INFUSION),
                    "EC",
                    c1d1.plusDays(DAYS_OF_CYCLE).atTime(INFUSION),
                    side,
                    tracking,
                    "L1");
            this.phantom = BreastPhantom.builder()
                    .noise(new Noise(Noise.Model.RICIAN, 6, number))
                    .lesion(new Lesion("L1", tracking, side == Side.L ? 71 : 24, 48, 10, 14, BASELINE_ADC, 1200))
                    .build();
        }

        StudyPlan baseline() {
            return StudyPlan.of(
                    patient, course.c1d1().toLocalDate().minusDays(1).atTime(STUDY), phantom);
        }

        StudyPlan followUp(int day, double factor) {
            Lesion lesion = phantom.lesions().getFirst();
            BreastPhantom later = phantom.toBuilder()
                    .noLesions()
                    .lesion(lesion.withAdc(factor * BASELINE_ADC))
                    .noise(new Noise(Noise.Model.RICIAN, 6, phantom.noise().seed() + 1000))
                    .build();
            return StudyPlan.of(
                    patient, course.c1d1().toLocalDate().plusDays(day).atTime(STUDY), later);
        }

        DemoPatient patient(List<StudyPlan> plans, Expected expected) {
            return new DemoPatient(
                    name,
                    patient.id(),
                    patient.issuer(),
                    patient.name(),
                    course,
                    Stream.of(plans)
                            .flatMap(List::stream)
                            .map(SimulatedStudy::new)
                            .toList(),
                    expected);
        }
    }
}
