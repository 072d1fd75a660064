package org.vigie.diffusion.dicom;

import java.util.Optional;
import org.vigie.contract.ObjectRef;

/**
 * One instance to look at.
 *
 * @param label how to name it to the person who gave it; never a patient's name or identifier
 * @param callingAe who sent it: decides whether its contours are trusted; empty for files
 * @param object its claim check; empty for files
 */
public record StudyObject(String label, ByteSource bytes, Optional<String> callingAe, Optional<ObjectRef> object) {}
