package org.vigie.diffusion.domain;

/** Flags of a measurement: it stands, but less firmly. */
public final class Flags {
    public static final String UNVALIDATED_ROI = "unvalidated-roi";
    public static final String NOISE_UNKNOWN = "noise-unknown";
    public static final String MANY_EXCLUDED = "many-excluded";
    /** A voxel of the region has the largest value that can be stored: its signal may be clipped. */
    public static final String SATURATED_VOXELS = "saturated-voxels";
    /** The b-value is what the operator asked for, not what the scanner says it did. */
    public static final String NOMINAL_B = "nominal-b";
    /** Two contours of one lesion: the later one was used. */
    public static final String CONTOUR_SUPERSEDED = "contour-superseded";
    /** Several diffusion acquisitions: the one with most b-values was used. */
    public static final String SEVERAL_DWI_SETS = "several-dwi-sets";

    /** Part of the contour lies on no slice of the volume. */
    public static final String ROI_PARTLY_OUTSIDE = "roi-partly-outside";

    private Flags() {}
}
