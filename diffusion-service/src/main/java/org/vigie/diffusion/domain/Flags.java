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

    /** The contour was drawn on another raster and carried over by voxel centres: a reader has to look at it again. */
    public static final String ROI_RESAMPLED = "roi-resampled";

    /** A pixel of a fractional segmentation belongs to the region from one half on. */
    public static final String ROI_FRACTIONAL = "roi-fractional";

    /** The contour names images, and none of them is one of those measured. */
    public static final String ROI_OTHER_IMAGES = "roi-other-images";

    /** A later contour of the lesion, of less standing (drawn by a program, or sent by a stranger), was not used. */
    public static final String LATER_CONTOUR_NOT_USED = "later-contour-not-used";

    /** The region is that of an earlier study, carried over as a proposal. */
    public static final String PROPAGATED_ROI = "propagated-roi";

    /** The region was carried over from another frame of reference, by the patient's position on the table alone. */
    public static final String ROI_OTHER_FRAME = "roi-other-frame-of-reference";

    /** The SD is the root of the population variance, as IBSI defines it; that of ADC is with n-1. */
    public static final String SD_POPULATION = "sd-population";

    /** The unweighted images say nowhere that they are: taken from the others of their series. */
    public static final String B0_INFERRED = "b0-inferred";

    /** The b-value is known from the name of the sequence only. */
    public static final String B_FROM_SEQUENCE_NAME = "b-from-sequence-name";

    /** The images have gone through lossy compression: their values are not those the scanner measured. */
    public static final String LOSSY_COMPRESSION = "lossy-compression";

    private Flags() {}
}
