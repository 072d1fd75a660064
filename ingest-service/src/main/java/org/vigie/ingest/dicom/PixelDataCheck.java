package org.vigie.ingest.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.ParserLimits;

/** Whether pixel data are there as far as the header promises, without reading them. */
final class PixelDataCheck {
    private static final int UNDEFINED = -1;

    /** Classes that are nothing without pixels, however little of the header has come. */
    private static final Set<String> IMAGES = Set.of(
            UID.MRImageStorage, UID.EnhancedMRImageStorage, UID.EnhancedMRColorImageStorage, UID.SegmentationStorage);

    /** A fragment holds no more than one frame (PS3.5 A.4); not so in video and in multi-component JPEG 2000. */
    private static final Set<String> FRAME_BY_FRAME = Set.of(
            UID.RLELossless,
            UID.JPEGBaseline8Bit,
            UID.JPEGExtended12Bit,
            "1.2.840.10008.1.2.4.57",
            UID.JPEGLosslessSV1,
            UID.JPEGLSLossless,
            UID.JPEGLSNearLossless,
            UID.JPEG2000Lossless,
            UID.JPEG2000,
            UID.HTJ2KLossless,
            UID.HTJ2KLosslessRPCL,
            UID.HTJ2K);

    private PixelDataCheck() {}

    /** @param in stands behind the header of (7FE0,0010), or at the end where there is none */
    static Optional<Inspection.Refused> fault(
            DicomInputStream in, Attributes header, long fileBytes, String syntax, ParserLimits limits)
            throws IOException {
        long promised = promisedBytes(header);
        if (in.tag() != Tag.PixelData) {
            boolean elsewhere = header.contains(Tag.FloatPixelData)
                    || header.contains(Tag.DoubleFloatPixelData)
                    || header.contains(Tag.PixelDataProviderURL);
            boolean image = promised > 0 || IMAGES.contains(header.getString(Tag.SOPClassUID, ""));
            return image && !elsewhere ? Optional.of(tooShort(0, promised)) : Optional.empty();
        }
        if (in.length() == UNDEFINED) {
            return fragments(in, fileBytes, syntax, frames(header), limits);
        }
        long length = in.length() & 0xFFFF_FFFFL;
        if (syntax.equals(UID.DeflatedExplicitVRLittleEndian)) {
            BoundedReader.checkInflated(in, length, limits);
            in.skipFully(length);
        } else if (in.getPosition() + length > fileBytes) {
            return Optional.of(new Inspection.Refused(
                    QuarantineReason.TRUNCATED,
                    (fileBytes - in.getPosition()) + " of " + length + " bytes of (7FE0,0010)"));
        }
        return length < promised ? Optional.of(tooShort(length, promised)) : Optional.empty();
    }

    private static Optional<Inspection.Refused> fragments(
            DicomInputStream in, long fileBytes, String syntax, long frames, ParserLimits limits) throws IOException {
        boolean deflated = syntax.equals(UID.DeflatedExplicitVRLittleEndian);
        int fragments = 0;
        while (true) {
            in.readHeader();
            if (in.tag() == Tag.SequenceDelimitationItem) {
                break;
            }
            long length = in.length() & 0xFFFF_FFFFL;
            if (in.tag() != Tag.Item || (!deflated && in.getPosition() + length > fileBytes)) {
                throw new EOFException();
            }
            BoundedReader.checkInflated(in, length, limits);
            in.skipFully(length);
            fragments++;
        }
        // The first item is the offset table.
        if (fragments < 2) {
            return Optional.of(tooShort(0, 1));
        }
        return FRAME_BY_FRAME.contains(syntax) && fragments - 1 < frames
                ? Optional.of(new Inspection.Refused(
                        QuarantineReason.PIXEL_DATA_SHORT,
                        (fragments - 1) + " fragments for " + frames + " frames of (7FE0,0010)"))
                : Optional.empty();
    }

    private static long frames(Attributes header) {
        return Math.max(1, header.getInt(Tag.NumberOfFrames, 1));
    }

    /** Bytes of native pixel data, 0 where the object has no image. */
    private static long promisedBytes(Attributes header) {
        long rows = header.getInt(Tag.Rows, 0);
        long columns = header.getInt(Tag.Columns, 0);
        long bits = header.getInt(Tag.BitsAllocated, 0);
        long samples = header.getInt(Tag.SamplesPerPixel, 1);
        long frames = frames(header);
        if (rows <= 0 || columns <= 0 || bits <= 0 || samples <= 0) {
            return 0;
        }
        long bytes = (rows * columns * samples * frames * bits + 7) / 8;
        String photometric = header.getString(Tag.PhotometricInterpretation, "");
        return photometric.startsWith("YBR_FULL_422") ? bytes / 3 * 2 : bytes;
    }

    private static Inspection.Refused tooShort(long got, long promised) {
        return new Inspection.Refused(
                QuarantineReason.PIXEL_DATA_SHORT, got + " of " + promised + " bytes of (7FE0,0010)");
    }
}
