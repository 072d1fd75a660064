package org.vigie.diffusion.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** The b-values of a volume by the variants of the rules. */
public final class Selections {
    private Selections() {}

    /**
     * One selection per variant, {@code ADC_STD} first.
     *
     * @param incomplete b-values whose images are partly missing: a variant they belong to is not measured without them
     */
    public static List<Selection> byRules(List<Double> b, List<Double> incomplete) {
        return Stream.of(Variant.values())
                .map(v -> withMissing(v.select(b), v.select(incomplete).b()))
                .toList();
    }

    private static Selection withMissing(Selection selection, List<Double> missing) {
        if (missing.isEmpty()) {
            return selection;
        }
        List<Reason> reasons = new ArrayList<>(selection.reasons());
        missing.forEach(b -> reasons.add(Reason.of(ReasonCode.MISSING_INPUT, "images of b" + Math.round(b))));
        return new Selection(selection.variant(), selection.alertable(), selection.indices(), selection.b(), reasons);
    }
}
