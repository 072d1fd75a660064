package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** The models beyond one exponential (clinical rules 1.3): shown to people, never an alert criterion. */
public enum DiffusionModel {
    IVIM_SEGMENTED("ivim-segmented"),
    IVIM("ivim"),
    KURTOSIS("kurtosis"),
    STRETCHED("stretched");

    private final String id;

    DiffusionModel(String id) {
        this.id = id;
    }

    /** The name on the command line and in reports. */
    public String id() {
        return id;
    }

    /** Names, the diffusivity first. */
    public List<String> parameters() {
        return switch (this) {
            case IVIM_SEGMENTED, IVIM -> List.of(Estimates.D, Estimates.F, Estimates.D_STAR, Estimates.S0);
            case KURTOSIS -> List.of(Estimates.D_K, Estimates.K, Estimates.S0);
            case STRETCHED -> List.of(Estimates.DDC, Estimates.ALPHA, Estimates.S0);
        };
    }

    public static Optional<DiffusionModel> of(String id) {
        return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
    }

    /**
     * Why these b-values do not do; empty is good.
     *
     * @param b s/mm2, ascending
     */
    public List<Reason> reasons(List<Double> b) {
        return switch (this) {
            case IVIM_SEGMENTED, IVIM -> Ivim.reasons(b);
            case KURTOSIS -> Kurtosis.reasons(b);
            case STRETCHED -> StretchedExponential.reasons(b);
        };
    }

    /** Fits one curve whose b-values do and whose signals are above zero. */
    public Estimates fit(double[] b, double[] s, double[] averages) {
        return switch (this) {
            case IVIM_SEGMENTED -> of(Ivim.segmented(b, s, averages));
            case IVIM -> of(Ivim.full(b, s, averages));
            case KURTOSIS -> of(Kurtosis.fit(b, s, averages));
            case STRETCHED -> of(StretchedExponential.fit(b, s, averages));
        };
    }

    private static Estimates of(IvimFit fit) {
        return switch (fit) {
            case IvimFit.NotConverged() -> Estimates.failed(ReasonCode.FIT_NOT_CONVERGED, VoxelStatus.NOT_CONVERGED);
            case IvimFit.Fitted ivim -> {
                List<String> flags = new ArrayList<>();
                Map<String, Double> values = new LinkedHashMap<>();
                if (ivim.dIsInterpretable()) {
                    values.put(Estimates.D, ivim.d());
                } else {
                    flags.add(Estimates.D_NOT_INTERPRETABLE);
                }
                values.put(Estimates.F, ivim.f());
                if (ivim.dStarIsInterpretable()) {
                    values.put(Estimates.D_STAR, ivim.dStar());
                } else {
                    flags.add(Estimates.D_STAR_NOT_INTERPRETABLE);
                }
                values.put(Estimates.S0, ivim.s0());
                if (ivim.fClamped()) {
                    flags.add(Estimates.F_CLAMPED);
                }
                if (ivim.atBound() && ivim.dStarIsInterpretable()) {
                    flags.add(Estimates.AT_BOUND);
                }
                yield physical(values, ivim.d() > 0 && ivim.d() <= VoxelStatus.LARGEST_PHYSICAL, flags);
            }
        };
    }

    private static Estimates of(KurtosisFit fit) {
        return switch (fit) {
            case KurtosisFit.NotConverged() ->
                Estimates.failed(ReasonCode.FIT_NOT_CONVERGED, VoxelStatus.NOT_CONVERGED);
            case KurtosisFit.Inadequate(Reason reason) ->
                new Estimates(Map.of(), VoxelStatus.NON_PHYSICAL, List.of(), List.of(reason));
            case KurtosisFit.Fitted kurtosis -> {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put(Estimates.D_K, kurtosis.dK());
                values.put(Estimates.K, kurtosis.k());
                values.put(Estimates.S0, kurtosis.s0());
                yield physical(values, kurtosis.isPhysical(), List.of());
            }
        };
    }

    private static Estimates of(StretchedFit fit) {
        return switch (fit) {
            case StretchedFit.NotConverged() ->
                Estimates.failed(ReasonCode.FIT_NOT_CONVERGED, VoxelStatus.NOT_CONVERGED);
            case StretchedFit.Fitted stretched -> {
                Map<String, Double> values = new LinkedHashMap<>();
                values.put(Estimates.DDC, stretched.ddc());
                values.put(Estimates.ALPHA, stretched.alpha());
                values.put(Estimates.S0, stretched.s0());
                yield physical(
                        values, stretched.isPhysical(), stretched.atBound() ? List.of(Estimates.AT_BOUND) : List.of());
            }
        };
    }

    /** A value out of bounds stays visible and carries the reason. */
    private static Estimates physical(Map<String, Double> values, boolean physical, List<String> flags) {
        return physical
                ? new Estimates(values, VoxelStatus.VALID, flags, List.of())
                : new Estimates(values, VoxelStatus.NON_PHYSICAL, flags, List.of(Reason.of(ReasonCode.NON_PHYSICAL)));
    }
}
