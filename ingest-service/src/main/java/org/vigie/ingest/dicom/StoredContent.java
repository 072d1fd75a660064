package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.net.Status;
import org.vigie.contract.ObjectRef;
import org.vigie.ingest.storage.CommitmentRequest.Reference;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.store.ObjectStore;

/** Whether an object is safe with us: in the journal of any replica, and its bytes read back with the hash they came with. */
final class StoredContent {
    private static final int BUFFER = 1 << 16;

    private final ObjectStore store;
    private final InstanceLog instances;

    StoredContent(ObjectStore store, InstanceLog instances) {
        this.store = store;
        this.instances = instances;
    }

    /** Until when after a request an object another replica has just taken may be reported as unknown by {@link #failure}. */
    Duration delay() {
        return instances.delayOfOthers();
    }

    /**
     * Failure reason of PS3.3 C.14.1.1, empty if the object is safe.
     *
     * @param sinceNanos by {@link System#nanoTime}: what other replicas had shared then counts
     */
    OptionalInt failure(Reference asked, long sinceNanos) {
        Optional<InstanceLog.Known> known;
        try {
            known = instances.findAnywhere(asked.sopInstanceUid(), sinceNanos);
        } catch (IOException unreadable) {
            return OptionalInt.of(Status.ProcessingFailure);
        }
        if (known.isEmpty()) {
            return OptionalInt.of(Status.NoSuchObjectInstance);
        }
        boolean sameClass = false;
        for (ObjectRef content : known.get().contents()) {
            try (InputStream in = store.open(content)) {
                sameClass |= asked.sopClassUid().equals(sopClass(in));
                in.transferTo(OutputStream.nullOutputStream());
            } catch (NoSuchFileException dropped) {
                return OptionalInt.of(Status.NoSuchObjectInstance);
            } catch (IOException | RuntimeException lostOrCorrupt) {
                return OptionalInt.of(Status.ProcessingFailure);
            }
        }
        return sameClass ? OptionalInt.empty() : OptionalInt.of(Status.ClassInstanceConflict);
    }

    /** The class our own file meta information names; {@code in} is read on by the caller. */
    private static String sopClass(InputStream in) throws IOException {
        byte[] head = in.readNBytes(BUFFER);
        try (DicomInputStream meta = new DicomInputStream(new java.io.ByteArrayInputStream(head))) {
            Attributes found = meta.getFileMetaInformation();
            return found == null ? "" : found.getString(Tag.MediaStorageSOPClassUID, "");
        }
    }
}
