package org.vigie.staging;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.clinical.AblationFact.AblationConsidered;
import org.vigie.contract.clinical.AblationFact.AblationFollowUp;
import org.vigie.contract.clinical.AblationFact.AblationPerformed;
import org.vigie.contract.clinical.AblationFact.Guidance;
import org.vigie.contract.clinical.AblationFact.Technique;
import org.vigie.contract.clinical.Analyte;
import org.vigie.contract.clinical.ConditionFact.Certainty;
import org.vigie.contract.clinical.ConditionFact.Diagnosis;
import org.vigie.contract.clinical.ConditionFact.Disease;
import org.vigie.contract.clinical.ConditionFact.OrganDamageAttributed;
import org.vigie.contract.clinical.FactBody;
import org.vigie.contract.clinical.LaboratoryFact.Aberration;
import org.vigie.contract.clinical.LaboratoryFact.Cytogenetics;
import org.vigie.contract.clinical.LaboratoryFact.HeavyChain;
import org.vigie.contract.clinical.LaboratoryFact.Histology;
import org.vigie.contract.clinical.LaboratoryFact.LightChain;
import org.vigie.contract.clinical.LaboratoryFact.MonoclonalProtein;
import org.vigie.contract.clinical.LaboratoryFact.Pathology;
import org.vigie.contract.clinical.LesionFact.KineticsMeasured;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.contract.clinical.LesionFact.Modality;
import org.vigie.contract.clinical.LesionFact.NewLesionRead;
import org.vigie.contract.clinical.LesionFact.PerfusionMeasured;
import org.vigie.contract.clinical.LesionFact.Quadrant;
import org.vigie.contract.clinical.LesionFact.ResidualRead;
import org.vigie.contract.clinical.LesionFact.SpectroscopyMeasured;
import org.vigie.contract.clinical.Side;
import org.vigie.contract.clinical.WholeBodyFact.BonesRead;
import org.vigie.contract.clinical.WholeBodyFact.BurdenMeasured;
import org.vigie.contract.clinical.WholeBodyFact.Coverage;
import org.vigie.contract.clinical.WholeBodyFact.DiffuseGrade;
import org.vigie.contract.clinical.WholeBodyFact.FocalLesion;
import org.vigie.contract.clinical.WholeBodyFact.HighBChange;
import org.vigie.contract.clinical.WholeBodyFact.MarrowRead;
import org.vigie.contract.clinical.WholeBodyFact.MarrowResponseRead;
import org.vigie.contract.clinical.WholeBodyFact.ResponseFinding;
import org.vigie.contract.clinical.WholeBodyFact.VertebralFractureRead;
import org.vigie.contract.clinical.WholeBodyFact.VertebralSign;

/** Statements of every kind that some rule reads, drawn from a seed; parts of them are missing now and then. */
public final class RandomFacts {
    private static final List<BiFunction<RandomFacts, ClinicalTime, FactBody>> KINDS = List.of(
            RandomFacts::sized,
            RandomFacts::sized,
            RandomFacts::newLesion,
            RandomFacts::residual,
            RandomFacts::choline,
            RandomFacts::volume,
            RandomFacts::kinetics,
            RandomFacts::perfusion,
            RandomFacts::recist,
            RandomFacts::pathology,
            RandomFacts::considered,
            RandomFacts::performed,
            RandomFacts::followUp,
            RandomFacts::marrow,
            RandomFacts::bones,
            RandomFacts::response,
            RandomFacts::response,
            RandomFacts::burden,
            RandomFacts::fracture,
            RandomFacts::protein,
            RandomFacts::cytogenetics,
            RandomFacts::diagnosis,
            (facts, at) -> new OrganDamageAttributed(at, facts.flip()),
            (facts, at) -> new FactBody.NextCycle(Patients.COURSE, at),
            (facts, at) -> new FactBody.RegimenChanged(Patients.COURSE, at, "EC-" + facts.random.nextInt(3)),
            (facts, at) -> new FactBody.Administration(Patients.COURSE, at, "paclitaxel"),
            (facts, at) -> new FactBody.LesionNotMeasurable(facts.study(), facts.lesion()));

    private final Random random;

    public RandomFacts(Random random) {
        this.random = random;
    }

    /** Anything but a laboratory value. */
    public FactBody next(ClinicalTime at) {
        return KINDS.get(random.nextInt(KINDS.size())).apply(this, at);
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    /** Missing in one of seven cases. */
    private <T> @Nullable T maybe(T value) {
        return random.nextInt(7) == 0 ? null : value;
    }

    private <E extends Enum<E>> E of(Class<E> kind) {
        E[] all = kind.getEnumConstants();
        return all[random.nextInt(all.length)];
    }

    private double about(double... values) {
        return values[random.nextInt(values.length)];
    }

    private String study() {
        return "1." + random.nextInt(3);
    }

    private String lesion() {
        return random.nextInt(4) == 0 ? "1.2.826.0.1.3680043.10.2" : Patients.LESION;
    }

    private <E extends Enum<E>> Map<E, Boolean> seen(Class<E> kind, int oneIn) {
        Map<E, Boolean> seen = new TreeMap<>();
        for (E one : kind.getEnumConstants()) {
            if (random.nextInt(12) > 0) {
                seen.put(one, random.nextInt(oneIn) == 0);
            }
        }
        return seen;
    }

    private FactBody sized(ClinicalTime at) {
        double longest = about(0, 9.9, 10, 14, 20, 25, 28, 30, 50, 62);
        return new LesionSized(
                maybe(study()),
                lesion(),
                at,
                random.nextInt(4) == 0 ? of(Modality.class) : Modality.MR,
                maybe(longest),
                longest > 5 && flip() ? longest - 4 : null,
                maybe(random.nextInt(4) == 0 ? "liver" : "breast"),
                maybe(random.nextInt(5) == 0 ? Side.R : Side.L),
                maybe(of(Quadrant.class)),
                maybe(random.nextInt(6) == 0),
                maybe(random.nextInt(4) > 0));
    }

    private FactBody newLesion(ClinicalTime at) {
        return new NewLesionRead(maybe(study()), at, random.nextInt(5) == 0);
    }

    private FactBody residual(ClinicalTime at) {
        return new ResidualRead(maybe(study()), maybe(lesion()), at, flip(), maybe(about(0, 3, 12)));
    }

    private FactBody choline(ClinicalTime at) {
        return new SpectroscopyMeasured(
                maybe(study()), maybe(lesion()), at, maybe(about(0.5, 2.6, 3.6, 4, 4.2)), maybe(0.3), maybe(0.6));
    }

    private FactBody volume(ClinicalTime at) {
        return new FactBody.FtvMeasured(
                study(),
                lesion(),
                at,
                about(0, 3, 12, 12.1),
                maybe(new FactBody.FtvThresholds(60, random.nextInt(6) == 0 ? 80 : 70, 4)));
    }

    private FactBody kinetics(ClinicalTime at) {
        return new KineticsMeasured(
                maybe(study()),
                maybe(lesion()),
                at,
                maybe(200.0),
                maybe(about(290, 330, 340, 420)),
                maybe(about(200, 306, 340, 360)),
                maybe(about(59, 60, 150)),
                maybe(about(240, 450)),
                maybe(random.nextInt(5)),
                maybe(random.nextInt(5)),
                maybe(random.nextInt(5)));
    }

    private FactBody perfusion(ClinicalTime at) {
        return new PerfusionMeasured(
                maybe(study()),
                maybe(lesion()),
                at,
                maybe(about(0.1, 0.25)),
                maybe(0.6),
                maybe(0.4),
                null,
                maybe(15.9),
                maybe(about(0, 25, 26)),
                maybe(4.5),
                maybe(0.42));
    }

    private FactBody recist(ClinicalTime at) {
        return new FactBody.RecistAssessed(study(), at, random.nextInt(3) == 0 ? "PD" : "SD");
    }

    private FactBody pathology(ClinicalTime at) {
        return new Pathology(
                at,
                maybe(lesion()),
                maybe(of(Histology.class)),
                maybe(about(10, 25, 26)),
                maybe(flip()),
                maybe(flip()),
                maybe(random.nextInt(4) == 0),
                null,
                null);
    }

    private FactBody considered(ClinicalTime at) {
        return new AblationConsidered(
                at,
                maybe(lesion()),
                maybe(flip() ? "breast" : random.nextInt(4) == 0 ? "spleen" : "liver"),
                maybe(of(Technique.class)),
                maybe(flip()),
                maybe(flip() ? Set.of() : EnumSet.of(of(Guidance.class))),
                maybe(about(1, 2, 8)),
                maybe(flip()),
                maybe(flip()),
                maybe(flip() ? Set.of(Modality.MR) : Set.of(Modality.MG, Modality.US, Modality.MR)));
    }

    private FactBody performed(ClinicalTime at) {
        return new AblationPerformed(at, maybe(lesion()), flip() ? "breast" : "liver", of(Technique.class));
    }

    private FactBody followUp(ClinicalTime at) {
        return new AblationFollowUp(maybe(study()), maybe(lesion()), at, maybe(flip()));
    }

    private FactBody marrow(ClinicalTime at) {
        List<FocalLesion> lesions =
                random.ints(random.nextInt(4), 0, 4).mapToObj(this::focal).toList();
        return new MarrowRead(
                maybe("wb" + random.nextInt(4)),
                at,
                random.nextInt(4) == 0 ? Modality.PET_CT : Modality.MR,
                maybe(of(Coverage.class)),
                maybe(lesions),
                maybe(random.nextInt(25)),
                maybe(flip()),
                maybe(flip()),
                maybe(of(DiffuseGrade.class)),
                maybe(random.nextInt(4) == 0));
    }

    private FocalLesion focal(int kind) {
        return new FocalLesion(null, maybe(about(4.9, 5, 12)), kind == 0, maybe("L" + kind));
    }

    private FactBody bones(ClinicalTime at) {
        return new BonesRead(
                maybe("ct" + random.nextInt(3)),
                at,
                random.nextInt(5) == 0 ? Modality.MR : Modality.CT,
                maybe(of(Coverage.class)),
                maybe(random.nextInt(3)),
                maybe(random.nextInt(3)),
                random.nextInt(3) == 0 ? random.nextInt(4) : null);
    }

    private FactBody response(ClinicalTime at) {
        return new MarrowResponseRead(
                "wb" + at.date(),
                at,
                List.of("pelvis", "spine", "ribs", "overall").get(random.nextInt(4)),
                seen(ResponseFinding.class, 12),
                maybe(of(HighBChange.class)),
                maybe(0.8e-3 + 1e-4 * random.nextInt(7)));
    }

    private FactBody burden(ClinicalTime at) {
        return new BurdenMeasured(
                "wb" + at.date(),
                at,
                about(0, 21, 150, 201),
                maybe(3000.0),
                maybe(about(0.82e-3, 1e-3, 1.05e-3, 1.148e-3)));
    }

    private FactBody fracture(ClinicalTime at) {
        return new VertebralFractureRead(
                maybe("wb" + at.date()), at, "L" + (1 + random.nextInt(2)), seen(VertebralSign.class, 3));
    }

    private FactBody protein(ClinicalTime at) {
        return new MonoclonalProtein(
                at, maybe(of(HeavyChain.class)), maybe(of(LightChain.class)), maybe(flip()), maybe(flip()));
    }

    private FactBody cytogenetics(ClinicalTime at) {
        return new Cytogenetics(at, seen(Aberration.class, 2), null);
    }

    private FactBody diagnosis(ClinicalTime at) {
        return new Diagnosis(at, of(Disease.class), of(Certainty.class), null, null, null);
    }

    /** Of which analyte a laboratory reports next. */
    public Analyte analyte() {
        return of(Analyte.class);
    }
}
