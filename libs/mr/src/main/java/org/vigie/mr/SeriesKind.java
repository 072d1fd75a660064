package org.vigie.mr;

/** What an image is for, as far as its header says. */
public enum SeriesKind {
    /** Diffusion-weighted, one direction or none. */
    DWI,
    /** Diffusion-weighted, directions combined by the scanner (trace-weighted). */
    TRACEW,
    /** Computed by the scanner: never a source of ours. */
    ADC_MAP,
    /** T1-weighted gradient echo with contrast agent or as a time series. */
    DCE,
    SEG,
    /** Any other MR image, other maps of the diffusion software included. */
    OTHER_MR,
    NOT_MR;

    /** True for images whose signal S(b) may enter a fit. */
    public boolean isDiffusionWeighted() {
        return this == DWI || this == TRACEW;
    }
}
