package org.vigie.contract.clinical;

/** Laterality of the breast. */
public enum Side {
    L,
    R
}
