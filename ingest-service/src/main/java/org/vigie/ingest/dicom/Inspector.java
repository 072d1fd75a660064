package org.vigie.ingest.dicom;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.domain.Uids;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.LimitExceededException;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.mr.dicom.RepeatedElementException;
import org.vigie.store.ObjectSink;

/** Looks at a file just received: is it what the command promised, is it whole, and what does its header say. */
final class Inspector {
    private Inspector() {}

    /** What the C-STORE command said. */
    record Announced(@Nullable String sopClassUid, @Nullable String sopInstanceUid, String transferSyntaxUid) {}

    static Inspection inspect(Path file, Announced announced, ParserLimits limits) throws IOException {
        return inspect(new BufferedInputStream(Files.newInputStream(file)), Files.size(file), announced, limits);
    }

    /** What was written to the sink so far is the file. */
    static Inspection inspect(ObjectSink received, Announced announced, ParserLimits limits) throws IOException {
        return inspect(new BufferedInputStream(received.content()), received.bytes(), announced, limits);
    }

    private static Inspection inspect(InputStream content, long bytes, Announced announced, ParserLimits limits) {
        if (!Uids.isValid(announced.sopClassUid())) {
            return refused(QuarantineReason.INVALID_UID, "(0000,0002)");
        }
        if (!Uids.isValid(announced.sopInstanceUid())) {
            return refused(QuarantineReason.INVALID_UID, "(0000,1000)");
        }
        if (!Uids.isValid(announced.transferSyntaxUid())) {
            return refused(QuarantineReason.INVALID_UID, "(0002,0010)");
        }
        try (DicomInputStream in = new DicomInputStream(content)) {
            Attributes dataset =
                    BoundedReader.read(in, Tag.PixelData, limits, BoundedReader.Bulk.SKIPPED, LargeReads::begin);
            Optional<Inspection> fault = identity(dataset, announced);
            if (fault.isEmpty()) {
                fault = PixelDataCheck.fault(in, dataset, bytes, announced.transferSyntaxUid(), limits)
                        .map(f -> f);
            }
            return fault.isPresent()
                    ? fault.get()
                    : new Inspection.Accepted(Headers.read(dataset, announced.transferSyntaxUid()));
        } catch (RepeatedElementException contradiction) {
            return refused(QuarantineReason.UNREADABLE, String.valueOf(contradiction.getMessage()));
        } catch (LimitExceededException limit) {
            return refused(QuarantineReason.LIMIT_EXCEEDED, String.valueOf(limit.getMessage()));
        } catch (EOFException end) {
            return refused(QuarantineReason.TRUNCATED, "ends inside an element");
        } catch (IOException | RuntimeException | StackOverflowError garbage) {
            // The parser fails in many ways on hostile bytes; its message may quote them.
            return refused(QuarantineReason.UNREADABLE, garbage.getClass().getSimpleName());
        } finally {
            LargeReads.end();
        }
    }

    private static Optional<Inspection> identity(Attributes dataset, Announced announced) {
        if (dataset.isEmpty()) {
            return Optional.of(refused(QuarantineReason.UNREADABLE, "no element"));
        }
        int[] required = {Tag.SOPClassUID, Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID};
        String[] names = {"(0008,0016)", "(0008,0018)", "(0020,000D)", "(0020,000E)"};
        for (int i = 0; i < required.length; i++) {
            String[] values = dataset.getStrings(required[i]);
            if (values == null || values.length != 1 || !Uids.isValid(values[0])) {
                return Optional.of(refused(QuarantineReason.INVALID_UID, names[i]));
            }
        }
        if (!dataset.getString(Tag.SOPInstanceUID).equals(announced.sopInstanceUid())) {
            return Optional.of(refused(QuarantineReason.COMMAND_MISMATCH, "(0008,0018)"));
        }
        if (!dataset.getString(Tag.SOPClassUID).equals(announced.sopClassUid())) {
            return Optional.of(refused(QuarantineReason.COMMAND_MISMATCH, "(0008,0016)"));
        }
        return Optional.empty();
    }

    private static Inspection refused(QuarantineReason reason, String detail) {
        return new Inspection.Refused(reason, detail);
    }
}
