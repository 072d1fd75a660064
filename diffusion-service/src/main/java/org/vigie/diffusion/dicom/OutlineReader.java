package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.Set;
import org.dcm4che3.data.Tag;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;

/** Reads every kind of DICOM object that outlines something: SEG, RTSTRUCT, SR. */
public final class OutlineReader {
    static final Set<String> SEGMENTATIONS = Set.of("1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7");
    static final String RT_STRUCTURE_SET = "1.2.840.10008.5.1.4.1.1.481.3";
    /** Enhanced, Comprehensive, Comprehensive 3D. */
    static final Set<String> REPORTS =
            Set.of("1.2.840.10008.5.1.4.1.1.88.22", "1.2.840.10008.5.1.4.1.1.88.33", "1.2.840.10008.5.1.4.1.1.88.34");

    private OutlineReader() {}

    static boolean isOne(String sopClassUid) {
        return SEGMENTATIONS.contains(sopClassUid)
                || RT_STRUCTURE_SET.equals(sopClassUid)
                || REPORTS.contains(sopClassUid);
    }

    /** @throws IOException if the place of the object fails; an object that cannot be read is a refusal */
    public static OutlineReading read(StudyObject object) throws IOException {
        byte[] bytes = object.bytes().read();
        try {
            Datasets.Parsed parsed = Datasets.parse(bytes, -1, object.limits());
            String sopClass = parsed.dataset().getString(Tag.SOPClassUID, "");
            if (SEGMENTATIONS.contains(sopClass)) {
                return SegReader.read(object, parsed);
            }
            if (RT_STRUCTURE_SET.equals(sopClass)) {
                return RtStructReader.read(object, parsed.dataset());
            }
            return REPORTS.contains(sopClass)
                    ? SrReader.read(object, parsed.dataset())
                    : new OutlineReading.Refused(Reason.of(ReasonCode.NOT_DECODABLE, "roi.sopClass"));
        } catch (IOException e) {
            return new OutlineReading.Refused(Datasets.reason(e, Reason.of(ReasonCode.INVALID_VALUE, "roi")));
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | ArithmeticException
                | IllegalStateException
                | UnsupportedOperationException e) {
            // The library decodes lazily and fails on values that do not fit their VR.
            return new OutlineReading.Refused(Reason.of(ReasonCode.INVALID_VALUE, "roi"));
        }
    }
}
