package org.vigie.contract.clinical;

/** A result stated as a bound: the true value lies on that side of the number. */
public enum Bound {
    BELOW,
    AT_OR_BELOW,
    AT_OR_ABOVE,
    ABOVE
}
