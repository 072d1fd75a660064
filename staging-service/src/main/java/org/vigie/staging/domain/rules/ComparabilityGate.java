package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.clinical.PatientAssessed.Clause;
import org.vigie.contract.clinical.PatientAssessed.NamedInput;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.contract.imaging.AdcMeasurement.VariantKey;
import org.vigie.contract.imaging.ImageQuality;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.staging.domain.logic.Decimals;
import org.vigie.staging.domain.logic.Text;
import org.vigie.staging.domain.logic.Truth;
import org.vigie.staging.domain.thresholds.ThresholdSet;
import org.vigie.staging.domain.thresholds.ThresholdSet.Threshold;

/** The comparability gate of clinical rules 2.4 and 2.4b over two measurements of one lesion. */
final class ComparabilityGate {
    private static final String QUALITY_POLICY = "project policy, docs/measuring.md: noise and quality";

    private final ThresholdSet thresholds;
    private final Acquisition before;
    private final Acquisition after;
    private final List<String> failures = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final Set<String> flags = new LinkedHashSet<>();
    private final ClauseList clauses = new ClauseList();

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
                GateItem.FIELD_STRENGTH,
                gate.before.fieldStrengthTesla(),
                gate.after.fieldStrengthTesla(),
                "gate-field",
                false);
        gate.within(GateItem.TE, gate.before.teMs(), gate.after.teMs(), "gate-te", false);
        gate.bValues();
        gate.item(GateItem.VARIANT_KEY, gate.sameKey(keyBefore, keyAfter), null, text(keyBefore), text(keyAfter));
        gate.recorded(GateItem.FAT_SUPPRESSION, gate.before.fatSuppression(), gate.after.fatSuppression());
        gate.recorded(GateItem.CONTRAST, gate.before.contrast(), gate.after.contrast());
        gate.within(GateItem.ROW_SPACING, gate.before.rowSpacingMm(), gate.after.rowSpacingMm(), "gate-voxel", true);
        gate.within(GateItem.COLUMN_SPACING, gate.before.colSpacingMm(), gate.after.colSpacingMm(), "gate-voxel", true);
        gate.within(
                GateItem.SLICE_THICKNESS,
                gate.before.sliceThicknessMm(),
                gate.after.sliceThicknessMm(),
                "gate-voxel",
                true);
        gate.item(
                GateItem.ROI_METHOD,
                before.roi().method() == after.roi().method(),
                null,
                before.roi().method(),
                after.roi().method());
        gate.quality(before.quality(), after.quality());
        if (!Objects.equals(gate.before.softwareVersions(), gate.after.softwareVersions())) {
            gate.flags.add("scanner-software-changed");
        }
        return new Result(gate.failures, gate.missing, List.copyOf(gate.flags), gate.clauses.all(), withCaution);
    }

    private boolean device(boolean phantomsValid) {
        String one = before.deviceSerial();
        String other = after.deviceSerial();
        if (one == null || other == null) {
            unknown(GateItem.DEVICE_SERIAL, null, one, other);
            return false;
        }
        if (one.equals(other)) {
            item(GateItem.DEVICE_SERIAL, true, null, one, other);
            return false;
        }
        if (phantomsValid && before.model() != null && before.model().equals(after.model())) {
            flags.add("comparable-with-caution");
            clauses.add(
                    "gate.same-model",
                    Text.of(
                            "device-serial differs; same model, phantom check valid on both",
                            "autre appareil du même modèle, contrôle sur fantôme valide pour les deux"),
                    Truth.TRUE,
                    "clinical rules 2.4",
                    ClauseList.recorded("device-serial.A0", one, null),
                    ClauseList.recorded("device-serial.A1", other, null));
            return true;
        }
        item(GateItem.DEVICE_SERIAL, false, null, one, other);
        return false;
    }

    private void bValues() {
        List<Double> one = before.bSecPerMm2();
        List<Double> other = after.bSecPerMm2();
        Threshold limit = thresholds.get("gate-b");
        if (one.isEmpty() || other.isEmpty()) {
            unknown(GateItem.B_VALUES, limit, one.isEmpty() ? null : text(one), other.isEmpty() ? null : text(other));
        } else {
            item(GateItem.B_VALUES, sameB(one, other), limit, text(one), text(other));
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
            GateItem item,
            @Nullable Double stated,
            @Nullable Double statedAfter,
            String thresholdId,
            boolean relativeAndOptional) {
        Double one = recorded(stated);
        Double other = recorded(statedAfter);
        Threshold limit = thresholds.get(thresholdId);
        if (one == null && other == null && relativeAndOptional) {
            unrecordedOnBothSides(item, limit);
        } else if (one == null || other == null) {
            if (relativeAndOptional) {
                item(item, false, limit, one, other);
            } else {
                unknown(item, limit, one, other);
            }
        } else {
            double difference = Math.abs(other - one) / (relativeAndOptional ? one : 1);
            item(item, AdcChange.rounded(difference) <= limit.value(), limit, one, other);
        }
    }

    /** Zero is what anonymisers leave: no field, time or length is zero, and two zeros are no two equal values. */
    private static @Nullable Double recorded(@Nullable Double value) {
        return value != null && Double.isFinite(value) && value > 0 ? value : null;
    }

    private void recorded(GateItem item, @Nullable String one, @Nullable String other) {
        if (one == null && other == null) {
            unrecordedOnBothSides(item, null);
        } else {
            item(item, Objects.equals(one, other), null, one, other);
        }
    }

    /** 2.4b: equal where device, protocol name and sequence name are; otherwise nothing is known. */
    private void unrecordedOnBothSides(GateItem item, @Nullable Threshold limit) {
        boolean sameProtocol = before.deviceSerial() != null
                && before.deviceSerial().equals(after.deviceSerial())
                && Objects.equals(before.protocolName(), after.protocolName())
                && Objects.equals(before.sequenceName(), after.sequenceName());
        if (sameProtocol) {
            flags.add("gate-item-unrecorded(" + item.id() + ")");
            item(item, true, limit, null, null);
        } else {
            unknown(item, limit, null, null);
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
        clauses.add(
                "gate.image-quality",
                Text.of("image quality allows comparing", "la qualité d'image permet la comparaison"),
                Truth.of(sufficient),
                QUALITY_POLICY,
                ClauseList.recorded("image-quality.A0", one == null ? null : one.verdict(), null),
                ClauseList.recorded("image-quality.A1", other == null ? null : other.verdict(), null));
    }

    private static boolean isSufficient(@Nullable ImageQuality quality) {
        return quality == null || !quality.verdict().equals(ImageQuality.NOT_COMPARABLE);
    }

    private void item(
            GateItem item, boolean equal, @Nullable Threshold limit, @Nullable Object one, @Nullable Object other) {
        if (!equal) {
            failures.add(item.id());
        }
        clause(item, Truth.of(equal), limit, "clinical rules 2.4", one, other);
    }

    private void unknown(GateItem item, @Nullable Threshold limit, @Nullable Object one, @Nullable Object other) {
        missing.add(item.id());
        clause(item, Truth.UNKNOWN, limit, "clinical rules 2.4b", one, other);
    }

    private void clause(
            GateItem item,
            Truth verdict,
            @Nullable Threshold limit,
            String section,
            @Nullable Object one,
            @Nullable Object other) {
        NamedInput before = ClauseList.recorded(item.before(), one, item.unit());
        NamedInput after = ClauseList.recorded(item.after(), other, item.unit());
        if (limit == null) {
            clauses.add(item.clause(), item.text(), verdict, section, before, after);
        } else {
            clauses.add(item.clause(), item.text(), verdict, limit, before, after);
        }
    }

    private static String text(VariantKey key) {
        return key.variant() + " " + key.method() + " b" + text(key.bSecPerMm2());
    }

    private static String text(List<Double> bSecPerMm2) {
        return bSecPerMm2.stream().map(Decimals::text).collect(Collectors.joining("/"));
    }
}
