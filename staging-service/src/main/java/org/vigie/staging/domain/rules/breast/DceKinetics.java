package org.vigie.staging.domain.rules.breast;

import static org.vigie.staging.domain.logic.Condition.absent;
import static org.vigie.staging.domain.logic.Condition.all;
import static org.vigie.staging.domain.logic.Condition.given;
import static org.vigie.staging.domain.logic.Condition.named;
import static org.vigie.staging.domain.logic.Condition.not;

import java.util.List;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.staging.domain.logic.Condition;
import org.vigie.staging.domain.logic.Derived;
import org.vigie.staging.domain.logic.NumberInput;
import org.vigie.staging.domain.logic.Part;
import org.vigie.staging.domain.logic.Part.Table;
import org.vigie.staging.domain.logic.Rule;
import org.vigie.staging.domain.logic.Text;

/** {@code DCE-SQ}: semi-quantitative DCE of one region (clinical rules 3.1, 3.2). */
final class DceKinetics {
    private static final double FAINTEST = 1e-9;
    private static final NumberInput S0 = signal("s0", "signal before contrast", "signal avant contraste");
    private static final NumberInput S1 = signal("s1", "early signal", "signal précoce");
    private static final NumberInput S2 = signal("s2", "late signal", "signal tardif");
    private static final NumberInput T1 = time("t1", "time of the early signal", "temps du signal précoce");
    private static final NumberInput T2 = time("t2", "time of the late signal", "temps du signal tardif");
    private static final NumberInput WASHOUT_VOXELS = connected("connectedWashout", "wash-out", "lavage");
    private static final NumberInput PLATEAU_VOXELS = connected("connectedPlateau", "plateau", "plateau");
    private static final NumberInput PERSISTENT_VOXELS = connected("connectedPersistent", "persistent", "progressif");

    private static final Derived PE =
            Derived.percentChange("PE", Text.of("early enhancement", "rehaussement précoce"), S0, S1);
    private static final Derived DC =
            Derived.percentChange("DC", Text.of("delayed change", "variation tardive"), S1, S2);
    private static final Derived SER = new Derived(
                    "SER",
                    Text.of("signal enhancement ratio", "rapport de rehaussement (SER)"),
                    "",
                    List.of(S0, S1, S2),
                    v -> (v[1] - v[0]) / (v[2] - v[0]))
            .notMonotone();
    private static final Derived SLOPE = new Derived(
            "washInSlope",
            Text.of("wash-in slope", "pente de rehaussement"),
            "%/s",
            List.of(S0, S1, T1),
            v -> 100 * (v[1] - v[0]) / v[0] / v[2]);
    private static final Derived GAP = Derived.difference("t2-t1", Text.of("t2 − t1"), T2, T1);
    private static final Derived LATE_ENHANCEMENT = Derived.difference("s2-s0", Text.of("S2 − S0"), S2, S0);

    private static final Condition TIMING = named(
            "phase-timing",
            Text.of("phases timed adequately", "phases acquises aux temps requis"),
            all(T1.atLeast("dce-t1-from"), T1.atMost("dce-t1-to"), T2.atLeast("dce-t2-from"), GAP.atLeast("dce-gap")));
    private static final Condition LATE_EQUALS_PRE =
            all(LATE_ENHANCEMENT.atMost("zero"), LATE_ENHANCEMENT.atLeast("zero"));
    private static final Condition FAST = PE.above("pe-fast");
    private static final Condition WASHOUT = DC.belowMinus("delayed-change");

    static final Rule RULE = Rule.of(
                    "DCE-SQ", "1.0", "3.2", "breast", Text.of("Semi-quantitative DCE", "Rehaussement semi-quantitatif"))
            .inputs(S0, S1, S2, T1, T2, WASHOUT_VOXELS, PLATEAU_VOXELS, PERSISTENT_VOXELS)
            .part(timed("kinetics")
                    .when(all(FAST, WASHOUT), "suspicious-kinetics")
                    .otherwise("seed-sign-absent"))
            .part(timed("initial")
                    .when(PE.below("pe-medium"), "slow")
                    .when(PE.atMost("pe-fast"), "medium")
                    .otherwise("fast"))
            .part(timed("delayed")
                    .when(DC.above("delayed-change"), "persistent")
                    .when(DC.atLeastMinus("delayed-change"), "plateau")
                    .otherwise("washout"))
            .part(timed("curve-type")
                    .when(DC.above("delayed-change"), "I")
                    .when(DC.atLeastMinus("delayed-change"), "II")
                    .otherwise("III"))
            .part(timed("ser-class")
                    .indeterminateWhen(LATE_EQUALS_PRE, Reason.of(ReasonCode.DENOMINATOR_ZERO))
                    .when(SER.atMost("zero"), "unclassified")
                    .when(SER.atMost("ser-1"), "(0,0.9]")
                    .when(SER.atMost("ser-2"), "(0.9,1.0]")
                    .when(SER.atMost("ser-3"), "(1.0,1.3]")
                    .when(SER.atMost("ser-4"), "(1.3,1.75]")
                    .when(SER.atMost("ser-5"), "(1.75,3.0]")
                    .otherwise("unclassified"))
            .part(Part.table("worst-curve")
                    .when(counted(WASHOUT_VOXELS), "III")
                    .when(absent(WASHOUT_VOXELS), "not-assessed")
                    .when(counted(PLATEAU_VOXELS), "II")
                    .when(absent(PLATEAU_VOXELS), "not-assessed")
                    .when(counted(PERSISTENT_VOXELS), "I")
                    .when(absent(PERSISTENT_VOXELS), "not-assessed")
                    .otherwise("none"))
            .flag("ftv-enhancement-met", PE.atLeast("ftv-pe"))
            .value(PE)
            .shows(DC, SER, SLOPE)
            .hiddenWhen(not(TIMING))
            .note(
                    Text.of(
                            "Early intense uptake then wash-out favours malignancy; its absence does not exclude cancer.",
                            "Une prise de contraste précoce et intense puis un lavage évoquent la malignité ; leur absence "
                                    + "n'exclut pas un cancer."),
                    TIMING)
            .build();

    private DceKinetics() {}

    private static NumberInput signal(String name, String en, String fr) {
        return NumberInput.of(name, Text.of(en, fr), "", FAINTEST, 1e9);
    }

    private static NumberInput time(String name, String en, String fr) {
        return NumberInput.of(name, Text.of(en, fr), "s", 0, 3_600);
    }

    private static NumberInput connected(String name, String en, String fr) {
        return NumberInput.count(
                        name,
                        Text.of(
                                "largest connected group of " + en + " voxels with PE ≥ 50 %",
                                "plus grand groupe connexe de voxels de type " + fr + " avec PE ≥ 50 %"),
                        1_000_000_000)
                .asOptional();
    }

    private static Condition counted(NumberInput voxels) {
        return all(given(voxels), voxels.atLeast("curve-connected"));
    }

    private static Table timed(String id) {
        return Part.table(id).indeterminateWhen(not(TIMING), Reason.of(ReasonCode.PHASE_TIMING_INADEQUATE));
    }
}
