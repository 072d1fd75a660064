package org.vigie.staging.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ClinicalFact;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Lab;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.staging.Patients;
import org.vigie.staging.StagingPipeline;
import org.vigie.staging.domain.alerts.Evaluation;
import org.vigie.staging.domain.alerts.PatientState;
import org.vigie.staging.domain.timeline.PatientTimeline;

/**
 * What a timeline keeps from one event to the next changes nothing: at every step of a random story the evaluation equals
 * that of the same state read anew, as from the store.
 */
class IncrementalTest {
    private static final Analyte[] ANALYTES = {
        Analyte.HAEMOGLOBIN,
        Analyte.ALBUMIN,
        Analyte.BETA2_MICROGLOBULIN,
        Analyte.SERUM_M_PROTEIN,
        Analyte.CLONAL_PLASMA_CELLS,
        Analyte.CREATININE
    };

    @Property(tries = 60)
    void whatIsKeptEqualsWhatIsReadAnew(@ForAll long seed) {
        Random random = new Random(seed);
        StagingPipeline pipeline = Patients.pipeline();
        PatientState kept = Patients.nobody();
        for (int step = 0; step < 40; step++) {
            Instant now = Patients.noon(30 + step);
            PatientState anew = readAnew(kept);
            Evaluation one;
            Evaluation other;
            if (random.nextInt(6) == 0) {
                int number = random.nextInt(4);
                var study = Patients.study(
                        "1." + number,
                        1 + random.nextInt(2),
                        -6 + 9 * number,
                        Patients.lesion(Patients.LESION, 1 + random.nextInt(4) * 0.1, Patients.SCAN, true));
                one = pipeline.measured(kept, Patients.eventId(study), study, now);
                other = pipeline.measured(anew, Patients.eventId(study), study, now);
            } else {
                ClinicalFact fact = fact(random);
                one = pipeline.recorded(kept, fact, now);
                other = pipeline.recorded(anew, fact, now);
            }
            assertThat(one).as("step " + step + " of seed " + seed).isEqualTo(other);
            kept = one.state();
        }
    }

    private static PatientState readAnew(PatientState state) {
        PatientTimeline timeline = state.timeline();
        return state.with(new PatientTimeline(
                timeline.patientKey(), timeline.facts(), timeline.studies(), timeline.firstStated()));
    }

    /** Few ids and days, so that facts are stated again, corrected, retracted and arrive late. */
    private static ClinicalFact fact(Random random) {
        int stated = -10 + random.nextInt(40);
        ClinicalTime at = ClinicalTime.of(Patients.C1D1.plusDays(-10L + 7L * random.nextInt(8)));
        List<ClinicalFact> facts = new ArrayList<>();
        facts.add(Patients.course());
        facts.add(Patients.lesion());
        facts.add(Patients.fact("cycle", stated, new FactBody.NextCycle(Patients.COURSE, at)));
        facts.add(Patients.fact("dose", stated, new FactBody.Administration(Patients.COURSE, at, "EC")));
        facts.add(Patients.fact("end", stated, new FactBody.CourseEnded(Patients.COURSE, at)));
        Analyte analyte = ANALYTES[random.nextInt(ANALYTES.length)];
        double value = 1 + random.nextInt(9);
        facts.add(Patients.fact(
                "lab-" + analyte + random.nextInt(3),
                stated,
                new Lab(analyte, at, value, null, "" + value, analyte.ucum(), null, null, null, null)));
        facts.add(Patients.fact(
                "size-" + random.nextInt(3),
                stated,
                new LesionSized(
                        null,
                        Patients.LESION,
                        at,
                        Modality.MR,
                        20.0 + random.nextInt(20),
                        null,
                        "breast",
                        Side.L,
                        null,
                        false,
                        true)));
        facts.add(Patients.fact(
                "ftv-" + random.nextInt(3),
                stated,
                new FactBody.FtvMeasured("1." + random.nextInt(3), Patients.LESION, at, 1 + random.nextInt(20))));
        facts.add(Patients.fact(
                "marrow-" + random.nextInt(3),
                stated,
                new MarrowResponseRead(null, at, "overall", Map.of(), null, 0.9e-3 + 1e-4 * random.nextInt(4))));
        ClinicalFact some = facts.get(random.nextInt(facts.size()));
        facts.add(Patients.fact("retracted-" + some.factId(), stated, new FactBody.Retracted(some.factId())));
        return facts.get(random.nextInt(facts.size()));
    }
}
