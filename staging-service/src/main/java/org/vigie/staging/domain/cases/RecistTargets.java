package org.vigie.staging.domain.cases;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.LesionFact.LesionSized;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.timeline.Stated;

/**
 * Which lesions may be targets at baseline (clinical rules 6.4): each measurable, at most five, at most two of one organ.
 * Which of too many are meant, or what is meant by one too small, is not guessed.
 */
final class RecistTargets {
    private static final String NODES = "lymph nodes";

    private final ThresholdSet thresholds;

    RecistTargets(ThresholdSet thresholds) {
        this.thresholds = thresholds;
    }

    /** Short axis of a lymph node, longest diameter of anything else; null if not measured. */
    static @Nullable Double size(LesionSized sized) {
        return isNode(sized) ? sized.shortAxisMm() : sized.longestDiameterMm();
    }

    private static boolean isNode(LesionSized sized) {
        return Boolean.TRUE.equals(sized.lymphNode());
    }

    /** Why these cannot be the targets; null if they can. */
    @Nullable
    Reason fault(List<Stated<LesionSized>> targets) {
        long measured = targets.stream().filter(one -> size(one.body()) != null).count();
        long measurable =
                targets.stream().filter(one -> isMeasurable(one.body())).count();
        if (measurable < measured) {
            return measurable == 0 && measured == targets.size()
                    ? Reason.of(ReasonCode.NO_BASELINE)
                    : Reason.of(ReasonCode.INVALID_VALUE, "targets");
        }
        if (targets.size() > thresholds.value("recist-targets")) {
            return Reason.of(ReasonCode.INVALID_VALUE, "targets");
        }
        if (measured < targets.size()) {
            return Reason.of(ReasonCode.MISSING_INPUT, "baseline");
        }
        return perOrgan(targets);
    }

    private boolean isMeasurable(LesionSized sized) {
        Double mm = size(sized);
        return mm != null && mm >= thresholds.value(isNode(sized) ? "recist-measurable-node" : "recist-measurable");
    }

    /** Those of an unknown organ may be of any. */
    private @Nullable Reason perOrgan(List<Stated<LesionSized>> targets) {
        Map<String, Integer> byOrgan = new HashMap<>();
        int unknown = 0;
        for (Stated<LesionSized> one : targets) {
            String organ = isNode(one.body()) ? NODES : one.body().organ();
            if (organ == null) {
                unknown++;
            } else {
                byOrgan.merge(organ, 1, Integer::sum);
            }
        }
        double most = thresholds.value("recist-targets-per-organ");
        int known = byOrgan.values().stream().mapToInt(count -> count).max().orElse(0);
        if (known > most) {
            return Reason.of(ReasonCode.INVALID_VALUE, "targets");
        }
        return known + unknown > most && unknown > 0 ? Reason.of(ReasonCode.MISSING_INPUT, "organ") : null;
    }
}
