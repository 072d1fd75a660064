package org.vigie.staging.domain.rules.myeloma;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.any;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.InputSpec;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Text;

/** The laboratory and bone criteria of {@code IMWG-DX}: CRAB, free light chains (clinical rules 8.5). */
final class DefiningEvents {
    private static final NumberInput CALCIUM =
            NumberInput.of("calcium", Text.of("calcium"), "mmol/L", 0.5, 7).analyte("calcium");
    private static final NumberInput CALCIUM_ULN = NumberInput.of(
                    "calciumUln",
                    Text.of("upper limit of normal of calcium", "limite supérieure de la normale du calcium"),
                    "mmol/L",
                    0.5,
                    7)
            .analyte("calcium")
            .asOptional();
    private static final NumberInput CLEARANCE = NumberInput.of(
                    "clearance", Text.of("creatinine clearance", "clairance de la créatinine"), "mL/min", 0.1, 400)
            .asOptional();
    private static final NumberInput CREATININE = NumberInput.of(
                    "creatinine", Text.of("creatinine", "créatinine"), "umol/L", 5, 4500)
            .analyte("creatinine")
            .asOptional();
    private static final NumberInput HAEMOGLOBIN =
            NumberInput.of("haemoglobin", Text.of("haemoglobin", "hémoglobine"), "g/L", 10, 250);
    private static final NumberInput HAEMOGLOBIN_LLN = NumberInput.of(
                    "haemoglobinLln",
                    Text.of("lower limit of normal of haemoglobin", "limite inférieure de la normale de l'hémoglobine"),
                    "g/L",
                    10,
                    250)
            .asOptional();
    static final NumberInput OSTEOLYTIC = NumberInput.count(
            "osteolyticLesions",
            Text.of(
                    "osteolytic lesions (CT, PET-CT, X-ray)",
                    "lésions ostéolytiques (scanner, TEP-scanner, radiographie)"),
            500);
    private static final NumberInput KAPPA = NumberInput.of(
            "flcKappa", Text.of("free light chains kappa", "chaînes légères libres kappa"), "mg/L", 0.01, 200_000);
    private static final NumberInput LAMBDA = NumberInput.of(
            "flcLambda", Text.of("free light chains lambda", "chaînes légères libres lambda"), "mg/L", 0.01, 200_000);
    private static final NumberInput KAPPA_ULN = NumberInput.of(
            "flcKappaUln",
            Text.of("upper limit of normal of kappa", "limite supérieure de la normale de kappa"),
            "mg/L",
            1,
            1000);
    private static final NumberInput LAMBDA_ULN = NumberInput.of(
            "flcLambdaUln",
            Text.of("upper limit of normal of lambda", "limite supérieure de la normale de lambda"),
            "mg/L",
            1,
            1000);

    static final InputSpec[] INPUTS = {
        CALCIUM,
        CALCIUM_ULN,
        CLEARANCE,
        CREATININE,
        HAEMOGLOBIN,
        HAEMOGLOBIN_LLN,
        OSTEOLYTIC,
        KAPPA,
        LAMBDA,
        KAPPA_ULN,
        LAMBDA_ULN
    };

    private static final Derived KAPPA_OVER_LAMBDA =
            Derived.ratio("kappaOverLambda", Text.of("kappa over lambda", "kappa sur lambda"), KAPPA, LAMBDA);
    private static final Derived LAMBDA_OVER_KAPPA =
            Derived.ratio("lambdaOverKappa", Text.of("lambda over kappa", "lambda sur kappa"), LAMBDA, KAPPA);

    static final Condition CALCIUM_HIGH = named(
            "crab-c",
            Text.of("CRAB-C: calcium", "CRAB-C : calcium"),
            any(
                    CALCIUM.above("imwg-calcium"),
                    all(
                            given(CALCIUM_ULN),
                            Derived.difference(
                                            "calciumAboveLimit",
                                            Text.of("calcium above its upper limit", "calcium au-dessus de sa limite"),
                                            CALCIUM,
                                            CALCIUM_ULN)
                                    .above("imwg-calcium-above-limit"))));
    /** Either value suffices; with neither, both are lacking. */
    static final Condition KIDNEY = named(
            "crab-r",
            Text.of("CRAB-R: kidney", "CRAB-R : rein"),
            any(
                    all(any(given(CLEARANCE), absent(CREATININE)), CLEARANCE.below("imwg-clearance")),
                    all(any(given(CREATININE), absent(CLEARANCE)), CREATININE.above("imwg-creatinine"))));

    static final Condition ANAEMIA = named(
            "crab-a",
            Text.of("CRAB-A: anaemia", "CRAB-A : anémie"),
            any(
                    HAEMOGLOBIN.below("imwg-haemoglobin"),
                    all(
                            given(HAEMOGLOBIN_LLN),
                            Derived.difference(
                                            "haemoglobinBelowLimit",
                                            Text.of("haemoglobin below its lower limit", "hémoglobine sous sa limite"),
                                            HAEMOGLOBIN_LLN,
                                            HAEMOGLOBIN)
                                    .above("imwg-haemoglobin-below-limit"))));
    static final Condition BONE = named(
            "crab-b",
            Text.of("CRAB-B: osteolytic lesion", "CRAB-B : lésion ostéolytique"),
            OSTEOLYTIC.atLeast("imwg-osteolytic"));
    static final Condition LIGHT_CHAINS = named(
            "slim-li",
            Text.of("SLiM-Li: free light chains", "SLiM-Li : chaînes légères libres"),
            any(
                    all(KAPPA_OVER_LAMBDA.atLeast("imwg-flc-ratio"), KAPPA.atLeast("imwg-flc-involved")),
                    all(LAMBDA_OVER_KAPPA.atLeast("imwg-flc-ratio"), LAMBDA.atLeast("imwg-flc-involved"))));
    /** Abnormal ratio with the involved chain above its limit. */
    static final Condition LIGHT_CHAIN_EXCESS = any(
            all(KAPPA_OVER_LAMBDA.above("flc-ratio-high"), above("kappaAboveLimit", KAPPA, KAPPA_ULN)),
            all(KAPPA_OVER_LAMBDA.below("flc-ratio-low"), above("lambdaAboveLimit", LAMBDA, LAMBDA_ULN)));

    static final Condition RANGE_MISSING = any(absent(CALCIUM_ULN), absent(HAEMOGLOBIN_LLN));
    /** Seed 003 asks for the ratio alone. */
    static final Condition SEED_LIGHT_CHAINS_DIFFER = all(
            any(KAPPA_OVER_LAMBDA.atLeast("imwg-flc-ratio"), LAMBDA_OVER_KAPPA.atLeast("imwg-flc-ratio")),
            not(LIGHT_CHAINS));

    private DefiningEvents() {}

    private static Condition above(String name, NumberInput value, NumberInput limit) {
        Text excess = value.label().plus(Text.of(" above their upper limit", " au-dessus de leur limite supérieure"));
        return Derived.difference(name, excess, value, limit).above("flc-above-limit");
    }
}
