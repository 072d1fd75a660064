package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.vigie.ingest.IngestPipeline;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.store.ObjectSink;

/** C-STORE: the data set goes to disk as it comes, is looked at there, and Success is said when it is durable. */
final class StoreScp extends BasicCStoreSCP {
    private final IngestPipeline pipeline;

    StoreScp(IngestPipeline pipeline) {
        super("*");
        this.pipeline = pipeline;
    }

    @Override
    protected void store(
            Association as, PresentationContext pc, Attributes request, PDVInputStream data, Attributes response)
            throws IOException {
        String syntax = pc.getTransferSyntax();
        Inspector.Announced announced = new Inspector.Announced(
                request.getString(Tag.AffectedSOPClassUID), request.getString(Tag.AffectedSOPInstanceUID), syntax);
        String sender = as.getCallingAET();
        if (!pipeline.hasRoom()) {
            data.skipAll();
            throw outOfResources("disk floor reached");
        }
        try (ObjectSink sink = pipeline.begin()) {
            Path file = receive(sink, announced, data);
            switch (Inspector.inspect(file, announced)) {
                case Inspection.Accepted(var header) -> pipeline.accept(sink, header, sender, SameContent::test);
                case Inspection.Refused(QuarantineReason reason, String detail) -> {
                    pipeline.quarantine(sink, reason, detail, sender, announced.sopInstanceUid());
                    throw new DicomServiceException(status(reason), reason + " " + detail);
                }
            }
        } catch (StoreFailure unwritable) {
            data.skipAll();
            throw outOfResources("store not writable");
        } catch (java.nio.file.FileSystemException | IngestPipeline.NotDurableException notDurable) {
            throw outOfResources("not durable");
        }
    }

    private static Path receive(ObjectSink sink, Inspector.Announced announced, PDVInputStream data)
            throws IOException {
        OutputStream guarded = StoreFailure.guard(sink);
        FileMeta.write(guarded, announced);
        data.copyTo(guarded);
        try {
            return sink.written();
        } catch (IOException e) {
            throw new StoreFailure(e);
        }
    }

    private static int status(QuarantineReason reason) {
        return switch (reason) {
            case COMMAND_MISMATCH -> Status.DataSetDoesNotMatchSOPClassError;
            case INVALID_UID, TRUNCATED, PIXEL_DATA_SHORT, UNREADABLE -> Status.CannotUnderstand;
        };
    }

    private static DicomServiceException outOfResources(String why) {
        return new DicomServiceException(Status.OutOfResources, why);
    }
}
