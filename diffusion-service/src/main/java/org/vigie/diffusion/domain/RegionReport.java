package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.contract.imaging.AdcMeasurement;

/** A region by every variant and fit method; the first measurement is the primary one. */
public final class RegionReport {
    private RegionReport() {}

    /**
     * Measures by each selection in turn, by its standard method (or the one asked for) first.
     *
     * @param method empty for the standard one
     */
    public static List<AdcMeasurement> of(
            RegionMeasurement region, List<Selection> selections, Optional<FitMethod> method) {
        List<AdcMeasurement> all = new ArrayList<>();
        for (Selection selection : selections) {
            for (FitMethod m : methods(selection, method)) {
                all.add(region.measure(selection, m));
            }
        }
        return List.copyOf(all);
    }

    /** The primary method, then the others for comparison; an inadequate selection is answered once. */
    public static List<FitMethod> methods(Selection selection, Optional<FitMethod> first) {
        FitMethod primary = first.orElse(FitMethod.standardFor(selection.b().size()));
        if (!selection.isAdequate()) {
            return List.of(primary);
        }
        List<FitMethod> methods = new ArrayList<>(List.of(primary));
        for (FitMethod other : List.of(FitMethod.OLS, FitMethod.WLS, FitMethod.NLLS)) {
            if (other != primary) {
                methods.add(other);
            }
        }
        return methods;
    }
}
