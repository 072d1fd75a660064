package org.vigie.staging.domain.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.contract.imaging.StudyMeasured;
import org.vigie.staging.domain.timeline.RecordedStudy;

/** What one study says about one lesion: a number, or reasons why there is none. */
sealed interface LesionReading {
    RecordedStudy study();

    /** @param adc valid mean of the primary measurement, mm2/s, finite and above zero */
    record Measured(RecordedStudy study, LesionAdc lesion, AdcMeasurement primary, double adc)
            implements LesionReading {}

    /** @param unvalidated what there is of contours is not validated */
    record Missing(RecordedStudy study, List<Reason> reasons, List<String> flags, boolean unvalidated)
            implements LesionReading {}

    /** @param trackingUid null asks for contours that name no lesion: they identify nothing */
    static LesionReading of(RecordedStudy recorded, @Nullable String trackingUid, String input) {
        StudyMeasured study = recorded.measured();
        List<LesionAdc> named = new ArrayList<>();
        List<LesionAdc> unnamed = new ArrayList<>();
        for (LesionAdc lesion : study.lesions()) {
            if (lesion.trackingUid() == null) {
                unnamed.add(lesion);
            } else if (Objects.equals(lesion.trackingUid(), trackingUid)) {
                named.add(lesion);
            }
        }
        if (named.size() == 1) {
            return measured(recorded, named.getFirst(), input);
        }
        List<LesionAdc> ambiguous = named.isEmpty() ? unnamed : named;
        if (!ambiguous.isEmpty()) {
            List<Reason> reasons = new ArrayList<>(study.reasons());
            ambiguous.forEach(lesion -> lesion.measurements().stream()
                    .limit(1)
                    .flatMap(m -> m.reasons().stream())
                    .filter(reason -> !reasons.contains(reason))
                    .forEach(reasons::add));
            reasons.add(Reason.of(ReasonCode.AMBIGUOUS_IDENTITY, "lesion"));
            boolean unvalidated =
                    ambiguous.stream().noneMatch(lesion -> lesion.roi().validated());
            return new Missing(recorded, List.copyOf(reasons), List.of(), unvalidated);
        }
        List<Reason> reasons =
                study.reasons().isEmpty() ? List.of(Reason.of(ReasonCode.MISSING_INPUT, input)) : study.reasons();
        return new Missing(recorded, reasons, study.flags(), study.flags().contains("unvalidated-roi"));
    }

    private static LesionReading measured(RecordedStudy study, LesionAdc lesion, String input) {
        boolean unvalidated = !lesion.roi().validated();
        if (lesion.measurements().isEmpty()) {
            List<Reason> reasons = study.measured().reasons().isEmpty()
                    ? List.of(Reason.of(ReasonCode.MISSING_INPUT, input))
                    : study.measured().reasons();
            return new Missing(study, reasons, List.of(), unvalidated);
        }
        AdcMeasurement primary = lesion.measurements().getFirst();
        if (!primary.reasons().isEmpty()) {
            return new Missing(study, primary.reasons(), primary.flags(), unvalidated);
        }
        if (!primary.alertable()) {
            return new Missing(study, List.of(Reason.of(ReasonCode.B_VALUES_INADEQUATE)), primary.flags(), unvalidated);
        }
        if (primary.valid() == null) {
            return new Missing(
                    study, List.of(Reason.of(ReasonCode.MISSING_INPUT, input)), primary.flags(), unvalidated);
        }
        double adc = primary.valid().mean();
        if (!Double.isFinite(adc) || adc <= 0) {
            return new Missing(
                    study, List.of(Reason.of(ReasonCode.INVALID_VALUE, input)), primary.flags(), unvalidated);
        }
        return new Measured(study, lesion, primary, adc);
    }
}
