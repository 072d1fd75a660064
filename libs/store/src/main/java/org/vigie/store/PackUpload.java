package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;

/**
 * Brings one sealed pack into the bucket, or brings the bucket up to what retention has left of it. Every step may be the
 * last before a kill: pack, then index, then mark, then what the new pack replaces.
 */
final class PackUpload {
    private final S3Bucket bucket;
    private final RemotePacks remote;
    private final FileObjectStore local;
    private final String bucketName;
    private final String node;

    PackUpload(S3Bucket bucket, RemotePacks remote, FileObjectStore local, String bucketName, String node) {
        this.bucket = bucket;
        this.remote = remote;
        this.local = local;
        this.bucketName = bucketName;
        this.node = node;
    }

    /** True if the bucket has all that this pack holds and nothing that was dropped. */
    boolean isDone(Path pack) throws IOException {
        Optional<UploadMark> mark = mark(pack);
        return mark.isPresent()
                && mark.get().dropped()
                        == PackIndex.read(pack).map(PackIndex::dropped).orElse(0);
    }

    Optional<UploadMark> mark(Path pack) throws IOException {
        return UploadMark.read(pack).filter(m -> m.bucket().equals(bucketName));
    }

    void upload(Path pack) throws IOException {
        PackIndex index = PackIndex.read(pack).orElseThrow(() -> new IOException("pack without its index"));
        Optional<UploadMark> before = mark(pack);
        if (before.isEmpty() && index.entries().stream().allMatch(PackUpload::isWhole)) {
            String name = baseName(pack);
            if (!bucket.holds(RemotePacks.packKey(name), pack)) {
                bucket.put(RemotePacks.packKey(name), pack);
            }
            bucket.put(RemotePacks.indexKey(name), index.toBytes());
            finish(pack, name, index, 0);
        } else {
            replace(pack, index);
        }
    }

    /** The bucket holds exactly these bytes of a pack; asked before the local copy of them goes. */
    boolean isVerified(Path pack) throws IOException {
        Optional<UploadMark> mark = mark(pack);
        return mark.isPresent()
                && mark.get().dropped() == 0
                && bucket.exists(RemotePacks.indexKey(mark.get().name()))
                && bucket.holds(RemotePacks.packKey(mark.get().name()), pack);
    }

    /** A pack of what is left, without holes, under a name of its content; then the one before it goes. */
    private void replace(Path pack, PackIndex index) throws IOException {
        Path made = pack.resolveSibling(String.valueOf(pack.getFileName()).replaceAll("\\.pack$", Thinning.UNFINISHED));
        try {
            PackIndex dense = dense(pack, index, made);
            byte[] indexBytes = dense.toBytes();
            String name = baseName(pack) + "-"
                    + HexFormat.of().formatHex(Sha256.digest().digest(indexBytes), 0, 8);
            bucket.put(RemotePacks.packKey(name), made);
            bucket.put(RemotePacks.indexKey(name), indexBytes);
            finish(pack, name, dense, index.dropped());
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private void finish(Path pack, String name, PackIndex index, int dropped) throws IOException {
        remote.add(name, index);
        new UploadMark(bucketName, name, dropped).write(pack);
        for (String key : bucket.list(RemotePacks.indexKey(baseName(pack)).replaceAll("\\.idx$", ""))) {
            String other = key.replaceAll("^index/|\\.idx$", "");
            if (!other.equals(name)) {
                bucket.delete(key);
                bucket.delete(RemotePacks.packKey(other));
                remote.forget(other);
            }
        }
    }

    private PackIndex dense(Path file, PackIndex index, Path target) throws IOException {
        List<PackEntry> entries = new ArrayList<>();
        try (PackReader pack = PackReader.open(file).orElseThrow(() -> new IOException("pack without its head"));
                FileChannel out = FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            out.write(PackHead.bytes(pack.marker(), pack.base()));
            for (PackEntry listed : index.entries()) {
                RecordHead head = pack.at(listed.offset()).orElse(listed.head());
                if (head.kind() == RecordHead.Kind.DROPPED) {
                    entries.add(new PackEntry(0, head));
                    continue;
                }
                RecordHead whole = head.kind() == RecordHead.Kind.NOTE ? head : head.as(RecordHead.Kind.OBJECT);
                entries.add(new PackEntry(out.position(), whole));
                write(out, whole, pack, listed.offset());
            }
            return new PackIndex(out.position(), entries);
        }
    }

    private void write(FileChannel out, RecordHead head, PackReader pack, long offset) throws IOException {
        long start = out.position();
        ByteBuffer bytes = ByteBuffer.allocate(RecordHead.BYTES);
        head.put(bytes, 0, pack.marker());
        out.write(bytes);
        Optional<ObjectRef> ref = head.ref();
        if (ref.isPresent()) {
            try (InputStream body = body(ref.get())) {
                body.transferTo(Channels.newOutputStream(out));
            }
        }
        out.write(ByteBuffer.wrap(pack.note(offset, head).orElse(new byte[head.noteBytes()])));
        out.write(ByteBuffer.allocate((int) (start + head.recordBytes() - out.position())));
    }

    private InputStream body(ObjectRef ref) throws IOException {
        Optional<FileObjectStore.Place> here = local.place(ref);
        if (here.isPresent()) {
            return local.verified(here.get(), ref);
        }
        return remote.open(ref).orElseThrow(() -> new NoSuchFileException("object " + ref.sha256()));
    }

    private static boolean isWhole(PackEntry entry) {
        return entry.head().kind() == RecordHead.Kind.OBJECT || entry.head().kind() == RecordHead.Kind.NOTE;
    }

    private String baseName(Path pack) {
        String file = String.valueOf(pack.getFileName());
        return node + "/" + Directories.of(pack).getFileName() + "/"
                + file.substring(0, file.length() - ".pack".length());
    }
}
