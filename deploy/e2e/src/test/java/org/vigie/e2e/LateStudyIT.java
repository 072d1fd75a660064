package org.vigie.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.simulator.dicom.StoreScu;
import org.vigie.simulator.domain.SendOptions;

/** A decision that was taken months ago needs no alert. */
@ExtendWith(VigieExtension.class)
class LateStudyIT {
    @TempDir
    private Path folder;

    @Test
    void aFollowUpThatIsMonthsOldIsAssessedAndNobodyIsMailed(RunningVigie vigie)
            throws IOException, InterruptedException {
        Phantoms patient = new Phantoms("E2E-LATE", LocalDate.now(Site.ZONE).minusDays(120));
        int mails = vigie.mails();
        patient.startCourse(vigie);
        for (var plan : java.util.List.of(patient.baseline(), patient.followUp(1.0))) {
            assertThat(StoreScu.send(patient.write(plan, folder), vigie.dicom(), SendOptions.DEFAULT)
                            .isSuccess())
                    .isTrue();
        }

        vigie.await(patient.id(), "an assessment that is too late", LateStudyIT::isTooLate);

        Patient settled =
                vigie.settled(patient.id(), p -> isTooLate(p) && p.deliveries().isEmpty() && vigie.mails() == mails);
        assertThat(settled.alerts()).isEmpty();
    }

    private static boolean isTooLate(Patient patient) {
        return patient.assessments().stream()
                .anyMatch(a -> a.path("outcome").asText().equals("adc-no-change")
                        && a.path("flags").toString().contains("expired-on-arrival"));
    }
}
