package org.vigie.diffusion.dicom;

import java.util.Optional;
import org.vigie.contract.ObjectRef;
import org.vigie.mr.dicom.ParserLimits;

/**
 * One instance to look at.
 *
 * @param label how to name it to the person who gave it; never a patient's name or identifier
 * @param callingAe who sent it: decides whether its contours are trusted; empty for files
 * @param object its claim check; empty for files
 * @param limits beyond them it is not read
 */
public record StudyObject(
        String label, ByteSource bytes, Optional<String> callingAe, Optional<ObjectRef> object, ParserLimits limits) {
    /** Within the default limits. */
    public StudyObject(String label, ByteSource bytes, Optional<String> callingAe, Optional<ObjectRef> object) {
        this(label, bytes, callingAe, object, ParserLimits.DEFAULT);
    }
}
