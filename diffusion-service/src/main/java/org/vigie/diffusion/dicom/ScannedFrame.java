package org.vigie.diffusion.dicom;

import org.vigie.mr.BValue;
import org.vigie.mr.MrFrame;

/** A frame and the instance that holds its pixels. */
public record ScannedFrame(MrFrame frame, StudyObject object) {

    double b() {
        return frame.bValue().map(BValue::value).orElse(Double.NaN);
    }

    double position() {
        return frame.geometry().positionAlongNormal();
    }
}
