package org.vigie.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Settings;

/**
 * The store as the settings want it.
 *
 * @param local what this process writes to, whatever the kind
 * @param store what everybody reads
 * @param uploads null for a store of files alone
 */
public record OpenedStore(
        FileObjectStore local, ObjectStore store, @Nullable S3ObjectStore uploads) implements AutoCloseable {

    /** @throws S3ObjectStore.FaultyException if there is no such bucket, or no access to it */
    public static OpenedStore open(StoreSettings settings) throws IOException {
        return open(settings, Forcing.DATA);
    }

    /** @param forcing how bytes reach the local disk */
    public static OpenedStore open(StoreSettings settings, Forcing forcing) throws IOException {
        FileObjectStore local = new FileObjectStore(settings.dir(), FileObjectStore.PACK_BYTES, forcing);
        S3Settings s3 = settings.s3();
        if (s3 == null) {
            return new OpenedStore(local, local, null);
        }
        S3ObjectStore uploads = new S3ObjectStore(local, s3);
        return new OpenedStore(local, uploads, uploads);
    }

    /**
     * Drops objects for good, of the packs this process writes and of files of their own; where a bucket has them, it is
     * brought to the same. Nothing moves: every other object is found before, meanwhile and afterwards, whatever ends this
     * half-way; doing it again does the rest.
     *
     * @param leastShare of a pack's length that must be won, or the pack is left as it is
     * @param really false only says what would be won
     */
    public Freed drop(PackLog log, Set<ObjectRef> condemned, double leastShare, boolean really) throws IOException {
        if (condemned.isEmpty()) {
            return Freed.NOTHING;
        }
        if (really) {
            log.seal();
        }
        Freed freed = log.drop(condemned::contains, leastShare, really);
        for (ObjectRef ref : condemned) {
            if (Files.isRegularFile(local.ownFile(ref))) {
                freed = freed.plus(new Freed(1, ref.bytes()));
                if (really) {
                    dropFile(ref);
                }
            }
        }
        if (really && uploads != null) {
            uploads.rewritten();
        }
        return freed;
    }

    /** Those of these objects that were dropped and not stored again since. */
    public Set<ObjectRef> dropped(PackLog log, Set<ObjectRef> of) throws IOException {
        Set<ObjectRef> dropped = new HashSet<>();
        for (ObjectRef ref : log.dropped(of)) {
            if (!local.isOwn(ref)) {
                dropped.add(ref);
            }
        }
        of.stream().filter(local::isDropped).forEach(dropped::add);
        return dropped;
    }

    private void dropFile(ObjectRef ref) throws IOException {
        if (uploads != null) {
            uploads.dropKey(ref);
        }
        local.dropFile(ref);
    }

    /**
     * What other processes of a service noted: on this volume, and in the bucket if there is one.
     *
     * @param process this one, whose own notes are left out
     */
    public NotesOfOthers others(String writer, String process) throws IOException {
        NotesOfOthers here = local.peers(writer, process);
        return uploads == null ? here : here.and(uploads.notes(writer));
    }

    /** What is not uploaded yet; empty for a store of files alone. */
    public Optional<UploadState> state() {
        return Optional.ofNullable(uploads).map(S3ObjectStore::state);
    }

    @Override
    public void close() {
        if (uploads != null) {
            uploads.close();
        }
    }
}
