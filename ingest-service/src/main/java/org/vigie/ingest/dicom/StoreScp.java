package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.Commands;
import org.dcm4che3.net.Dimse;
import org.dcm4che3.net.PDVInputStream;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.PresentationContext;
import org.dcm4che3.net.service.BasicCStoreSCP;
import org.dcm4che3.net.service.DicomServiceException;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.IngestPipeline;
import org.vigie.ingest.IngestPipeline.Pending;
import org.vigie.ingest.Moves.Moving;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.ObjectSink;

/**
 * C-STORE: the data set is staged as it comes, its header looked at, the whole appended to a pack, and Success said when
 * it is durable. A peer that negotiated asynchronous operations need not wait: the next data set is read meanwhile.
 */
final class StoreScp extends BasicCStoreSCP {
    private static final String ANSWERS = "vigie.answers";
    /** What is read of a refused object before its sender is told, and left. */
    private static final long LONGEST_SKIP_BYTES = 2L << 30;

    private final IngestPipeline pipeline;
    private final ParserLimits limits;
    private final StorageClasses classes;
    private final Executor answering;

    /** @param answering runs what waits for the disk and then answers */
    StoreScp(IngestPipeline pipeline, ParserLimits limits, StorageClasses classes, Executor answering) {
        super("*");
        this.pipeline = pipeline;
        this.limits = limits;
        this.classes = classes;
        this.answering = answering;
    }

    @Override
    public void onDimseRQ(
            Association as, PresentationContext pc, Dimse dimse, Attributes request, @Nullable PDVInputStream data)
            throws IOException {
        if (dimse != Dimse.C_STORE_RQ) {
            throw new DicomServiceException(Status.UnrecognizedOperation);
        }
        if (data == null) {
            throw new DicomServiceException(Status.CannotUnderstand, "no data set, says (0000,0800)");
        }
        Attributes response = Commands.mkCStoreRSP(request, Status.Success);
        Optional<Pending> received = receive(as, pc, request, data);
        if (received.isEmpty()) {
            as.tryWriteDimseRSP(pc, response);
            return;
        }
        Pending pending = received.get();
        if (as.getAAssociateAC().getMaxOpsInvoked() == 1) {
            answer(as, pc, request, response, pending);
            return;
        }
        boolean handedOver = false;
        try {
            inTurn(as).execute(() -> answer(as, pc, request, response, pending));
            handedOver = true;
        } finally {
            if (!handedOver) {
                pending.abandon();
            }
        }
    }

    /** One thread answers for an association: after a flush it finds most of what waits durable already. */
    private Executor inTurn(Association as) {
        if (as.getProperty(ANSWERS) instanceof Executor known) {
            return known;
        }
        Executor fresh = new InTurn(answering);
        as.setProperty(ANSWERS, fresh);
        return fresh;
    }

    /** Empty for what is kept apart and all the same answered Success. */
    private Optional<Pending> receive(Association as, PresentationContext pc, Attributes request, PDVInputStream data)
            throws IOException {
        Inspector.Announced announced = new Inspector.Announced(
                request.getString(Tag.AffectedSOPClassUID),
                request.getString(Tag.AffectedSOPInstanceUID),
                pc.getTransferSyntax());
        if (classes.refuses(announced.sopClassUid())) {
            // Its context was of a class that is stored.
            data.skipAll();
            throw new DicomServiceException(Status.SOPclassNotSupported, StorageClasses.RULE);
        }
        String sender = as.getCallingAET();
        if (!pipeline.hasRoom()) {
            data.skipAll();
            throw outOfResources("disk floor reached");
        }
        try (ObjectSink sink = pipeline.begin()) {
            OutputStream guarded = StoreFailure.guard(pipeline.upToFloor(sink));
            FileMeta.write(guarded, announced);
            data.copyTo(guarded);
            return switch (Inspector.inspect(sink, announced, limits)) {
                case Inspection.Accepted(var header) -> {
                    Optional<Moving> move = moveOfAnother(as, request, header);
                    if (move.isPresent()) {
                        // Refused, it would end the C-MOVE of some archives, and what we asked for would not come.
                        pipeline.quarantine(
                                sink, QuarantineReason.OTHER_PATIENT, "C-MOVE", sender, announced.sopInstanceUid());
                        move.get().refused().incrementAndGet();
                        yield Optional.empty();
                    }
                    yield Optional.of(pipeline.accept(sink, header, sender, SameContent::test));
                }
                case Inspection.Refused(QuarantineReason reason, String detail) -> {
                    pipeline.quarantine(sink, reason, detail, sender, announced.sopInstanceUid());
                    throw new DicomServiceException(status(reason), reason + " " + detail);
                }
            };
        } catch (StoreFailure unwritable) {
            // What was staged is gone already; an object without end is not read for ever either.
            if (!skip(data)) {
                as.tryWriteDimseRSP(
                        pc, outOfResources("object too long").mkRSP(0x8001, request.getInt(Tag.MessageID, 0)));
                as.abort();
            }
            throw outOfResources("store not writable");
        } catch (FileSystemException | IngestPipeline.NotDurableException notDurable) {
            data.skipAll();
            throw outOfResources("not durable");
        }
    }

    /** The C-MOVE of ours that brings this object, if it names another patient than was asked for. */
    private Optional<Moving> moveOfAnother(Association as, Attributes request, InstanceHeader header) {
        return pipeline.moves()
                .current()
                .filter(move -> as.getCalledAET().equals(request.getString(Tag.MoveOriginatorApplicationEntityTitle)))
                .filter(move -> !pipeline.isOf(move.patientKey(), header, as.getCallingAET()));
    }

    /** False if there is more than is worth reading. */
    private static boolean skip(PDVInputStream data) throws IOException {
        long left = LONGEST_SKIP_BYTES;
        byte[] buffer = new byte[1 << 16];
        int n = data.read(buffer);
        while (n >= 0 && left > 0) {
            left -= n;
            n = data.read(buffer);
        }
        return n < 0;
    }

    private static void answer(
            Association as, PresentationContext pc, Attributes request, Attributes response, Pending pending) {
        try {
            pending.await();
            as.tryWriteDimseRSP(pc, response);
        } catch (IngestPipeline.NotDurableException notDurable) {
            as.tryWriteDimseRSP(pc, outOfResources("not durable").mkRSP(0x8001, request.getInt(Tag.MessageID, 0)));
        }
    }

    private static int status(QuarantineReason reason) {
        return switch (reason) {
            case COMMAND_MISMATCH -> Status.DataSetDoesNotMatchSOPClassError;
            case INVALID_UID, TRUNCATED, PIXEL_DATA_SHORT, UNREADABLE, LIMIT_EXCEEDED, OTHER_PATIENT ->
                Status.CannotUnderstand;
        };
    }

    private static DicomServiceException outOfResources(String why) {
        return new DicomServiceException(Status.OutOfResources, why);
    }
}
