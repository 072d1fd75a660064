package org.vigie.simulator.dicom;

import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.vigie.contract.clinical.Side;

/** A coded concept. */
record Code(String value, String scheme, String meaning) {
    static final Code ABNORMAL_STRUCTURE = new Code("49755003", "SCT", "Morphologically Abnormal Structure");
    static final Code NEOPLASM = new Code("108369006", "SCT", "Neoplasm");
    static final Code BREAST = new Code("76752008", "SCT", "Breast");
    static final Code SEGMENTATION = new Code("113076", "DCM", "Segmentation");
    static final Code SOURCE_IMAGE = new Code("121322", "DCM", "Source image for image processing operation");

    static Code of(Side side) {
        return switch (side) {
            case L -> new Code("7771000", "SCT", "Left");
            case R -> new Code("24028007", "SCT", "Right");
        };
    }

    Attributes item() {
        Attributes item = new Attributes();
        item.setString(Tag.CodeValue, VR.SH, value);
        item.setString(Tag.CodingSchemeDesignator, VR.SH, scheme);
        item.setString(Tag.CodeMeaning, VR.LO, meaning);
        return item;
    }
}
