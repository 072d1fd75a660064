package org.vigie.diffusion.dicom;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;

/** A coded concept (clinical rules 10.3). */
enum Code {
    ABNORMAL_STRUCTURE("49755003", "SCT", "Morphologically Abnormal Structure"),
    PRIMARY_NEOPLASM("372087000", "SCT", "Primary malignant neoplasm"),
    NEOPLASM("108369006", "SCT", "Neoplasm"),
    BREAST("76752008", "SCT", "Breast"),
    ENTIRE_BODY("38266002", "SCT", "Entire Body"),
    LEFT("7771000", "SCT", "Left"),
    RIGHT("24028007", "SCT", "Right"),
    SEGMENTATION("113076", "DCM", "Segmentation"),
    SOURCE_IMAGE("121322", "DCM", "Source image for image processing operation"),
    ADC("113041", "DCM", "Apparent Diffusion Coefficient"),
    MONO_EXPONENTIAL("113250", "DCM", "Mono-exponential diffusion model"),
    TWO_SAMPLES("113260", "DCM", "Log of ratio of two samples"),
    LEAST_SQUARES("113261", "DCM", "Least squares fit of multiple samples"),
    LEVENBERG_MARQUARDT("113265", "DCM", "Levenberg-Marquardt"),
    B_VALUE("113240", "DCM", "Source image diffusion b-value"),
    FITTING_METHOD("113241", "DCM", "Model fitting method"),
    QUANTITY("246205007", "SCT", "Quantity"),
    MEASUREMENT_METHOD("370129005", "SCT", "Measurement Method"),
    MM2_PER_SEC("mm2/s", "UCUM", "mm2/s"),
    UM2_PER_SEC("um2/s", "UCUM", "um2/s"),
    SEC_PER_MM2("s/mm2", "UCUM", "s/mm2");

    private final String value;
    private final String scheme;
    private final String meaning;

    Code(String value, String scheme, String meaning) {
        this.value = value;
        this.scheme = scheme;
        this.meaning = meaning;
    }

    Attributes item() {
        Attributes item = new Attributes();
        item.setString(Tag.CodeValue, VR.SH, value);
        item.setString(Tag.CodingSchemeDesignator, VR.SH, scheme);
        item.setString(Tag.CodeMeaning, VR.LO, meaning);
        return item;
    }

    void in(Attributes parent, int sequence) {
        parent.newSequence(sequence, 1).add(item());
    }
}
