package org.vigie.bench.staging;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.vigie.bench.staging.Cohort.Event;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.HeavyChain;
import org.vigie.contract.clinical.LaboratoryFact.LightChain;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;

/**
 * A work-up of 16 facts (eleven laboratory values, diagnosis, FISH, protein, CT, MRI), two readings of response and three
 * visits of four laboratory values: 30 events, every system of staging and response asked at each.
 */
final class MyelomaPatient {
    private MyelomaPatient() {}

    static void add(String key, LocalDate begin, Random random, List<Event> events) {
        ClinicalTime at = ClinicalTime.of(begin);
        Cohort.lab(key, begin, Analyte.HAEMOGLOBIN, 85 + random.nextInt(40), null, events);
        Cohort.lab(key, begin, Analyte.CALCIUM, 2.4, 2.6, events);
        Cohort.lab(key, begin, Analyte.CREATININE, 80 + random.nextInt(60), null, events);
        Cohort.lab(key, begin, Analyte.ALBUMIN, 30 + random.nextInt(12), null, events);
        Cohort.lab(key, begin, Analyte.BETA2_MICROGLOBULIN, 2 + random.nextInt(6), null, events);
        Cohort.lab(key, begin, Analyte.LDH, 180 + random.nextInt(200), 250.0, events);
        Cohort.lab(key, begin, Analyte.IGG, 45, null, events);
        Cohort.lab(key, begin, Analyte.IGA, 0.5, null, events);
        Cohort.lab(key, begin, Analyte.URINE_LIGHT_CHAINS, 400, null, events);
        Cohort.lab(key, begin, Analyte.CLONAL_PLASMA_CELLS, 10 + random.nextInt(60), null, events);
        Cohort.lab(key, begin, Analyte.SERUM_M_PROTEIN, 40, null, events);
        Cohort.fact(
                key,
                "chain",
                Cohort.at(begin, 0).plusSeconds(60),
                new MonoclonalProtein(at, HeavyChain.IGG, LightChain.KAPPA, true, null),
                events);
        Cohort.fact(
                key,
                "diagnosis",
                Cohort.at(begin, 1),
                new Diagnosis(at, Disease.MULTIPLE_MYELOMA, Certainty.CONFIRMED, null, "109989006", "SCT"),
                events);
        Cohort.fact(
                key,
                "fish",
                Cohort.at(begin, 5),
                new Cytogenetics(
                        at,
                        Map.of(
                                Aberration.DEL_17P,
                                false,
                                Aberration.T_4_14,
                                random.nextInt(5) == 0,
                                Aberration.T_14_16,
                                false,
                                Aberration.GAIN_1Q,
                                random.nextInt(3) == 0),
                        null),
                events);
        images(key, begin, events);
        for (int visit = 1; visit <= 3; visit++) {
            LocalDate day = begin.plusDays(28L * visit);
            Cohort.lab(key, day, Analyte.SERUM_M_PROTEIN, 40.0 / (1 << visit), null, events);
            Cohort.lab(key, day, Analyte.URINE_M_PROTEIN, 300.0 / (1 << visit), null, events);
            Cohort.lab(key, day, Analyte.HAEMOGLOBIN, 100 + 5.0 * visit, null, events);
            Cohort.lab(key, day, Analyte.CREATININE, 90, null, events);
        }
    }

    private static void images(String key, LocalDate begin, List<Event> events) {
        ClinicalTime at = ClinicalTime.of(begin.plusDays(2));
        Cohort.fact(
                key,
                "ct",
                Cohort.at(begin, 2),
                new BonesRead("ct1" + key.substring(48), at, Modality.CT, Coverage.WHOLE_BODY, 0, 0, 0),
                events);
        List<FocalLesion> lesions = List.of(
                new FocalLesion(null, 8.0, false, null),
                new FocalLesion(null, 12.0, false, null),
                new FocalLesion(null, 6.0, false, null));
        Cohort.fact(
                key,
                "mr",
                Cohort.at(begin, 3),
                new MarrowRead(
                        "mr1" + key.substring(48),
                        at,
                        Modality.MR,
                        Coverage.WHOLE_BODY,
                        lesions,
                        null,
                        true,
                        false,
                        DiffuseGrade.MODERATE,
                        false),
                events);
        Cohort.fact(
                key,
                "response-0",
                Cohort.at(begin, 4),
                new MarrowResponseRead("mr1" + key.substring(48), at, "overall", Map.of(), null, 0.9e-3),
                events);
        Cohort.fact(
                key,
                "response-1",
                Cohort.at(begin, 86),
                new MarrowResponseRead(
                        "mr2" + key.substring(48),
                        ClinicalTime.of(begin.plusDays(85)),
                        "overall",
                        Map.of(ResponseFinding.STABLE_MORPHOLOGY, true, ResponseFinding.UNEQUIVOCAL_NEW_LESION, false),
                        HighBChange.FALLING,
                        1.25e-3),
                events);
    }
}
