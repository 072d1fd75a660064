package org.vigie.ingest.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.IngestPipeline;
import org.vigie.ingest.Moves;
import org.vigie.ingest.domain.QuarantineReason;
import org.vigie.ingest.domain.Uids;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.ObjectSink;

/** STOW-RS: a Part 10 file goes the way of a C-STORE, into the same store and the same journal. */
public final class StowIntake {
    private final IngestPipeline pipeline;
    private final ParserLimits limits;
    private final StorageClasses classes;

    /** @param sopClasses the only ones that are taken; empty for all storage classes and private ones */
    public StowIntake(IngestPipeline pipeline, ParserLimits limits, List<String> sopClasses) {
        this.pipeline = pipeline;
        this.limits = limits;
        this.classes = new StorageClasses(sopClasses);
    }

    /**
     * Takes one file; when this returns {@link StowResult.Stored}, it survives a power cut.
     *
     * @param part the file; read to its end unless the store refuses
     * @param sender who is named as its source
     * @param studyUid the study the request is about; null if it names none
     * @throws IOException if the stream of the sender breaks
     */
    public StowResult take(InputStream part, String sender, @Nullable String studyUid) throws IOException {
        return take(part, new Expected(sender, studyUid, null));
    }

    /** C-MOVEs of ours: they bring objects of one patient to the DICOM port. */
    Moves moves() {
        return pipeline.moves();
    }

    /**
     * What the sender may send.
     *
     * @param sender who is named as its source
     * @param studyUid other studies fail; null is any
     * @param patientKey objects of other patients are quarantined; null is any
     */
    record Expected(
            String sender,
            @Nullable String studyUid,
            @Nullable String patientKey) {}

    StowResult take(InputStream part, Expected expected) throws IOException {
        if (!pipeline.hasRoom()) {
            return new StowResult.Failed(null, null, StowResult.OUT_OF_RESOURCES, "disk floor reached");
        }
        PushbackInputStream file = new PushbackInputStream(part, 8);
        Inspector.Announced announced;
        try {
            announced = Part10Header.take(file);
        } catch (Part10Header.NotPart10Exception | EOFException unreadable) {
            String rule = unreadable instanceof EOFException ? "ends inside its header" : unreadable.getMessage();
            return new StowResult.Failed(null, null, StowResult.CANNOT_UNDERSTAND, String.valueOf(rule));
        }
        return store(announced, file, expected);
    }

    /** Takes a data set without meta information. */
    StowResult store(Inspector.Announced announced, InputStream data, Expected expected) throws IOException {
        String sender = expected.sender();
        String studyUid = expected.studyUid();
        if (classes.refuses(announced.sopClassUid())) {
            return failed(announced, StowResult.CLASS_NOT_SUPPORTED, StorageClasses.RULE);
        }
        try (ObjectSink sink = pipeline.begin()) {
            receive(sink, announced, data);
            return switch (inspect(sink, announced)) {
                case Inspection.Refused(QuarantineReason reason, String detail) -> {
                    pipeline.quarantine(sink, reason, detail, sender, announced.sopInstanceUid());
                    yield failed(announced, code(reason), reason + " " + detail);
                }
                case Inspection.Accepted(var header)
                when studyUid != null && !header.studyUid().equals(studyUid) ->
                    failed(announced, StowResult.MISMATCH, "(0020,000D) is not the study of the request");
                case Inspection.Accepted(var header)
                when expected.patientKey() != null && !pipeline.isOf(expected.patientKey(), header, sender) -> {
                    QuarantineReason reason = QuarantineReason.OTHER_PATIENT;
                    pipeline.quarantine(sink, reason, "(0010,0020)", sender, announced.sopInstanceUid());
                    yield failed(announced, code(reason), reason + " (0010,0020)");
                }
                case Inspection.Accepted(var header) -> {
                    pipeline.accept(sink, header, sender, SameContent::test).await();
                    yield new StowResult.Stored(header.sopClassUid(), header.sopInstanceUid());
                }
            };
        } catch (StoreFailure | IngestPipeline.NotDurableException notDurable) {
            return failed(announced, StowResult.OUT_OF_RESOURCES, "store not writable");
        }
    }

    /** What {@link #store} would answer; nothing is kept. */
    StowResult look(Inspector.Announced announced, InputStream data) throws IOException {
        if (classes.refuses(announced.sopClassUid())) {
            return failed(announced, StowResult.CLASS_NOT_SUPPORTED, StorageClasses.RULE);
        }
        try (ObjectSink sink = pipeline.begin()) {
            receive(sink, announced, data);
            return switch (inspect(sink, announced)) {
                case Inspection.Refused(QuarantineReason reason, String detail) ->
                    failed(announced, code(reason), reason + " " + detail);
                case Inspection.Accepted(var header) ->
                    new StowResult.Stored(header.sopClassUid(), header.sopInstanceUid());
            };
        } catch (StoreFailure | IngestPipeline.NotDurableException notDurable) {
            return failed(announced, StowResult.OUT_OF_RESOURCES, "store not writable");
        }
    }

    private void receive(ObjectSink sink, Inspector.Announced announced, InputStream data) throws IOException {
        OutputStream guarded = StoreFailure.guard(pipeline.upToFloor(sink));
        FileMeta.write(guarded, announced);
        data.transferTo(guarded);
    }

    private Inspection inspect(ObjectSink sink, Inspector.Announced announced) throws StoreFailure {
        try {
            return Inspector.inspect(sink, announced, limits);
        } catch (IOException e) {
            throw new StoreFailure(e);
        }
    }

    private static int code(QuarantineReason reason) {
        return switch (reason) {
            case COMMAND_MISMATCH -> StowResult.MISMATCH;
            case INVALID_UID, TRUNCATED, PIXEL_DATA_SHORT, UNREADABLE, LIMIT_EXCEEDED, OTHER_PATIENT ->
                StowResult.CANNOT_UNDERSTAND;
        };
    }

    private static StowResult.Failed failed(Inspector.Announced announced, int reason, String rule) {
        return new StowResult.Failed(valid(announced.sopClassUid()), valid(announced.sopInstanceUid()), reason, rule);
    }

    private static @Nullable String valid(@Nullable String uid) {
        return Uids.isValid(uid) ? uid : null;
    }
}
