package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.contract.imaging.ImageQuality;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.staging.domain.thresholds.ThresholdSet;

/** The comparability gate of clinical rules 2.4 and 2.4b over two measurements of one lesion. */
final class ComparabilityGate {
    private static final String QUALITY_POLICY = "project policy, docs/measuring.md: noise and quality";

    private final ThresholdSet thresholds;
    private final Acquisition before;
    private final Acquisition after;
    private final List<String> failures = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<String> flags = new LinkedHashSet<>();
    private final List<Clause> clauses = new ArrayList<>();

    private ComparabilityGate(ThresholdSet thresholds, Acquisition before, Acquisition after) {
        this.thresholds = thresholds;
        this.before = before;
        this.after = after;
    }

    /**
     * @param failures items that differ: not comparable
     * @param missing items that cannot be judged: indeterminate, unless something failed anyway
     * @param withCaution another device of the same model, both with a valid phantom check: shown, never alerted
     */
    record Result(
            List<String> failures,
            List<String> missing,
            List<String> flags,
            List<Clause> clauses,
            boolean withCaution) {}

    /** @param phantomsValid both devices passed a phantom check that was valid at their study */
    static Result compare(
            ThresholdSet thresholds,
            LesionAdc before,
            LesionAdc after,
            VariantKey keyBefore,
            VariantKey keyAfter,
            boolean phantomsValid) {
        ComparabilityGate gate = new ComparabilityGate(thresholds, before.acquisition(), after.acquisition());
        boolean withCaution = gate.device(phantomsValid);
        gate.within(
                "field-strength",
                gate.before.fieldStrengthTesla(),
                gate.after.fieldStrengthTesla(),
                "gate-field",
                false);
        gate.within("te", gate.before.teMs(), gate.after.teMs(), "gate-te", false);
        gate.bValues();
        gate.item("variant-key", gate.sameKey(keyBefore, keyAfter), null);
        gate.recorded("fat-suppression", gate.before.fatSuppression(), gate.after.fatSuppression());
        gate.recorded("contrast", gate.before.contrast(), gate.after.contrast());
        gate.within("row-spacing", gate.before.rowSpacingMm(), gate.after.rowSpacingMm(), "gate-voxel", true);
        gate.within("column-spacing", gate.before.colSpacingMm(), gate.after.colSpacingMm(), "gate-voxel", true);
        gate.within(
                "slice-thickness", gate.before.sliceThicknessMm(), gate.after.sliceThicknessMm(), "gate-voxel", true);
        gate.item("roi-method", before.roi().method() == after.roi().method(), null);
        gate.quality(before.quality(), after.quality());
        if (!Objects.equals(gate.before.softwareVersions(), gate.after.softwareVersions())) {
            gate.flags.add("scanner-software-changed");
        }
        return new Result(gate.failures, gate.missing, List.copyOf(gate.flags), gate.clauses, withCaution);
    }

    private boolean device(boolean phantomsValid) {
        if (before.deviceSerial() == null || after.deviceSerial() == null) {
            unknown("device-serial", null);
            return false;
        }
        if (before.deviceSerial().equals(after.deviceSerial())) {
            item("device-serial", true, null);
            return false;
        }
        if (phantomsValid && before.model() != null && before.model().equals(after.model())) {
            flags.add("comparable-with-caution");
            clauses.add(new Clause(
                    "device-serial differs; same model, phantom check valid on both", "true", "clinical rules 2.4"));
            return true;
        }
        item("device-serial", false, null);
        return false;
    }

    private void bValues() {
        if (before.bSecPerMm2().isEmpty() || after.bSecPerMm2().isEmpty()) {
            unknown("b-values", thresholds.get("gate-b").cited());
        } else {
            item(
                    "b-values",
                    sameB(before.bSecPerMm2(), after.bSecPerMm2()),
                    thresholds.get("gate-b").cited());
        }
    }

    private boolean sameB(List<Double> one, List<Double> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (AdcChange.rounded(Math.abs(one.get(i) - other.get(i))) > thresholds.value("gate-b")) {
                return false;
            }
        }
        return true;
    }

    private boolean sameKey(VariantKey one, VariantKey other) {
        return one.variant().equals(other.variant())
                && one.method().equals(other.method())
                && sameB(one.bSecPerMm2(), other.bSecPerMm2());
    }

    private void within(
            String name,
            @Nullable Double stated,
            @Nullable Double statedAfter,
            String thresholdId,
            boolean relativeAndOptional) {
        Double one = recorded(stated);
        Double other = recorded(statedAfter);
        String source = thresholds.get(thresholdId).cited();
        if (one == null && other == null && relativeAndOptional) {
            unrecordedOnBothSides(name, source);
        } else if (one == null || other == null) {
            if (relativeAndOptional) {
                item(name, false, source);
            } else {
                unknown(name, source);
            }
        } else {
            double difference = Math.abs(other - one) / (relativeAndOptional ? one : 1);
            item(name, AdcChange.rounded(difference) <= thresholds.value(thresholdId), source);
        }
    }

    /** Zero is what anonymisers leave: no field, time or length is zero, and two zeros are no two equal values. */
    private static @Nullable Double recorded(@Nullable Double value) {
        return value != null && Double.isFinite(value) && value > 0 ? value : null;
    }

    private void recorded(String name, @Nullable String one, @Nullable String other) {
        if (one == null && other == null) {
            unrecordedOnBothSides(name, null);
        } else {
            item(name, Objects.equals(one, other), null);
        }
    }

    /** 2.4b: equal where device, protocol name and sequence name are; otherwise nothing is known. */
    private void unrecordedOnBothSides(String name, @Nullable String source) {
        boolean sameProtocol = before.deviceSerial() != null
                && before.deviceSerial().equals(after.deviceSerial())
                && Objects.equals(before.protocolName(), after.protocolName())
                && Objects.equals(before.sequenceName(), after.sequenceName());
        if (sameProtocol) {
            flags.add("gate-item-unrecorded(" + name + ")");
            item(name, true, source);
        } else {
            unknown(name, source);
        }
    }

    /** What was measured before the quality of images was looked at is compared as it always was. */
    private void quality(@Nullable ImageQuality one, @Nullable ImageQuality other) {
        if (one == null && other == null) {
            return;
        }
        boolean sufficient = isSufficient(one) && isSufficient(other);
        if (!sufficient) {
            failures.add("image-quality");
        }
        clauses.add(new Clause("image quality allows comparing", Boolean.toString(sufficient), QUALITY_POLICY));
    }

    private static boolean isSufficient(@Nullable ImageQuality quality) {
        return quality == null || !quality.verdict().equals(ImageQuality.NOT_COMPARABLE);
    }

    private void item(String name, boolean equal, @Nullable String source) {
        if (!equal) {
            failures.add(name);
        }
        clauses.add(
                new Clause(name + " equal", Boolean.toString(equal), source == null ? "clinical rules 2.4" : source));
    }

    private void unknown(String name, @Nullable String source) {
        missing.add(name);
        clauses.add(new Clause(name + " equal", "unknown", source == null ? "clinical rules 2.4b" : source));
    }
}
