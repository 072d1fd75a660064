package org.vigie.ingest.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.vigie.contract.ObjectRef;
import org.vigie.store.ObjectSink;
import org.vigie.store.ObjectStore;

/** A store whose uploads end when the test says so. */
final class UploadingStore implements ObjectStore {
    final Set<ObjectRef> asked = new HashSet<>();
    boolean uploaded;
    boolean away;
    private final ObjectStore local;

    UploadingStore(ObjectStore local) {
        this.local = local;
    }

    @Override
    public boolean share(Collection<ObjectRef> refs) throws IOException {
        asked.addAll(refs);
        if (away) {
            throw new IOException("S3 does not answer");
        }
        return uploaded;
    }

    @Override
    public ObjectSink begin(String writer) throws IOException {
        return local.begin(writer);
    }

    @Override
    public ObjectRef put(String writer, byte[] bytes) throws IOException {
        return local.put(writer, bytes);
    }

    @Override
    public boolean contains(ObjectRef ref) {
        return local.contains(ref);
    }

    @Override
    public InputStream open(ObjectRef ref) throws IOException {
        return local.open(ref);
    }

    @Override
    public void bind(String name, ObjectRef ref) throws IOException {
        local.bind(name, ref);
    }

    @Override
    public Optional<ObjectRef> resolve(String name) throws IOException {
        return local.resolve(name);
    }
}
