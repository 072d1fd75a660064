package org.vigie.contract;

/** Why a value is missing or less certain (clinical rules 0.2, and what can go wrong before a rule is reached). */
public enum ReasonCode {
    MISSING_INPUT,
    INVALID_VALUE,
    UNIT_UNKNOWN,
    NO_BASELINE,
    OUT_OF_WINDOW,
    B_VALUES_INADEQUATE,
    BELOW_NOISE_FLOOR,
    FIT_NOT_CONVERGED,
    NON_PHYSICAL,
    SATURATED,
    ROI_TOO_SMALL,
    ROI_NOT_VALIDATED,
    PHASE_TIMING_INADEQUATE,
    DENOMINATOR_ZERO,
    AMBIGUOUS_IDENTITY,
    RULE_GAP,
    /** Everything expected did not arrive before the study was closed. */
    STUDY_INCOMPLETE,
    /** Compressed or otherwise encoded pixel data that no decoder here reads; the argument names the transfer syntax. */
    NOT_DECODABLE,
    /** The share group gave the study to workers as often as it may; none finished. */
    DELIVERIES_EXHAUSTED,
    /** The work was larger than the memory budget or longer than the deadline. */
    BUDGET_EXCEEDED
}
