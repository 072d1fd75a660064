package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;
import org.vigie.store.s3.S3Settings;

/**
 * Objects in a bucket, behind packs on the local volume. What is stored lands in a local pack with group commit first;
 * sealed packs are uploaded under one key with an index beside them, objects above {@value FileObjectStore#PACKED_BYTES}
 * bytes under keys of their own ({@code objects/SHA-256}), names as small keys ({@code names/NAME}). Reading takes the local
 * copy while there is one, else the stretch of the pack in the bucket, its hash verified either way.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final Logger LOG = System.getLogger(S3ObjectStore.class.getName());

    private final FileObjectStore local;
    private final S3Bucket bucket;
    private final RemotePacks remote;
    private final Uploads uploads;
    private final Duration sealAfter;

    /** The settings are wrong, and the text says which. */
    public static final class FaultyException extends IOException {
        private static final long serialVersionUID = 1L;

        FaultyException(String rule) {
            super("configuration: " + rule);
        }
    }

    /**
     * Asks for the bucket and begins to upload what is left from before. A server that does not answer is no fault: what is
     * stored meanwhile is uploaded when it does.
     *
     * @throws FaultyException if there is no such bucket, or no access to it
     */
    public S3ObjectStore(FileObjectStore local, S3Settings settings) throws IOException {
        this.local = local;
        this.sealAfter = settings.sealAfter();
        this.bucket = new S3Bucket(settings);
        boolean open = false;
        try {
            switch (bucket.ask()) {
                case S3Bucket.Answer.Reachable() -> {}
                case S3Bucket.Answer.Faulty(String rule) -> throw new FaultyException(rule);
                case S3Bucket.Answer.Away(String reason) ->
                    LOG.log(Logger.Level.WARNING, "{0}: packs are kept here until it does", reason);
            }
            this.remote = new RemotePacks(bucket);
            String bucketName = settings.endpoint() + " " + settings.bucket() + " " + settings.prefix();
            String node = NodeName.of(local.root());
            PackUpload packs = new PackUpload(bucket, remote, local, bucketName, node);
            this.uploads = new Uploads(local, bucket, packs, new Refusals(bucket, node), settings);
            local.onKept(uploads::add);
            uploads.start();
            open = true;
        } finally {
            if (!open) {
                bucket.close();
            }
        }
    }

    static String objectKey(ObjectRef ref) {
        return objectKey(ref.sha256());
    }

    static String objectKey(String sha256) {
        return "objects/" + sha256;
    }

    /** Not where it answers and takes nothing, as when the right to put is missing. */
    @Override
    public boolean answers() {
        return !uploads.refused() && bucket.ask() instanceof S3Bucket.Answer.Reachable;
    }

    @Override
    public ObjectSink begin(String writer) throws IOException {
        return local.begin(writer, whole -> commit(writer, whole));
    }

    /** Another process's copy on this volume may never be uploaded, so only our own and the bucket's spare us one. */
    private ObjectRef commit(String writer, ObjectSink whole) throws IOException {
        ObjectRef ref = whole.ref();
        if (local.isPacked(whole) && local.isOwn(ref) && local.isIntact(ref)) {
            for (PackLog log : local.openLogs()) {
                log.awaitDurable();
            }
            return ref;
        }
        return local.append(writer, whole);
    }

    @Override
    public ObjectRef put(String writer, byte[] bytes) throws IOException {
        try (ObjectSink sink = begin(writer)) {
            sink.write(bytes, 0, bytes.length);
            return sink.commit();
        }
    }

    @Override
    public boolean contains(ObjectRef ref) {
        try {
            if (local.contains(ref)) {
                return true;
            }
            if (remote.find(ref)) {
                return !remote.isDropped(ref);
            }
            return bucket.exists(objectKey(ref));
        } catch (IOException away) {
            return false;
        }
    }

    @Override
    public InputStream open(ObjectRef ref) throws IOException {
        Optional<FileObjectStore.Place> here = local.place(ref);
        if (here.isPresent()) {
            return local.verified(here.get(), ref);
        }
        if (ref.bytes() <= FileObjectStore.PACKED_BYTES) {
            Optional<InputStream> packed = remote.open(ref);
            if (packed.isPresent()) {
                return packed.get();
            }
        }
        try {
            return new VerifiedInputStream(bucket.open(objectKey(ref), 0, ref.bytes()), ref, objectKey(ref));
        } catch (NoSuchFileException nowhere) {
            throw new NoSuchFileException("object " + ref.sha256());
        }
    }

    @Override
    public boolean share(Collection<ObjectRef> refs) throws IOException {
        boolean all = true;
        boolean asked = false;
        for (ObjectRef ref : refs) {
            if (remote.knows(ref) || uploads.isShared(ref) || local.isDropped(ref)) {
                continue;
            }
            if (Files.isRegularFile(local.ownFile(ref))) {
                uploads.add(ref);
                all = false;
            } else if (local.contains(ref)) {
                all = false;
            } else if (asked || !remote.find(ref)) {
                // One look at the bucket is enough for all of them.
                asked = true;
                all &= remote.knows(ref) || bucket.exists(objectKey(ref));
            }
        }
        if (!all) {
            uploads.hasten();
        }
        return all;
    }

    @Override
    public void bind(String name, ObjectRef ref) throws IOException {
        bucket.put("names/" + FileObjectStore.checked(name), Json.bytes(ref));
    }

    @Override
    public Optional<ObjectRef> resolve(String name) throws IOException {
        Optional<byte[]> bound = bucket.read("names/" + FileObjectStore.checked(name));
        return bound.isPresent() ? Optional.of(Json.read(bound.get(), ObjectRef.class)) : Optional.empty();
    }

    /** What the processes of a service noted that share this bucket and not this volume. */
    NotesOfOthers notes(String writer) throws IOException {
        return new RemoteNotes(bucket, writer, NodeName.of(local.root()), sealAfter);
    }

    /** Looks again at packs that retention has rewritten, and brings the bucket to the same. */
    void rewritten() {
        uploads.rewritten();
    }

    void dropKey(ObjectRef ref) throws IOException {
        bucket.delete(objectKey(ref));
        uploads.forget(ref);
    }

    /** What is not in the bucket yet. */
    public UploadState state() {
        return uploads.state();
    }

    /** Stops uploading; what is left is uploaded after the next start. */
    @Override
    public void close() {
        uploads.close();
        bucket.close();
    }
}
