package org.vigie.diffusion.dicom;

import java.util.List;
import org.vigie.contract.Reason;

/** What reading an object with contours came to. */
public sealed interface OutlineReading {
    record Read(List<Outline> outlines) implements OutlineReading {
        public Read {
            outlines = List.copyOf(outlines);
        }
    }

    /** Nothing of the object can be used. */
    record Refused(Reason reason) implements OutlineReading {}
}
