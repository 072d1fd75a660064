package org.vigie.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.vigie.contract.ObjectRef;
import org.vigie.ingest.IngestPipeline.Content;
import org.vigie.ingest.storage.InstanceLog.Known;
import org.vigie.store.ObjectSink;
import org.vigie.store.ObjectStore;
import org.vigie.store.s3.BucketAwayException;

/** Compares an instance with what is stored under its SOP Instance UID. */
record StoredContents(ObjectStore store) {
    enum Answer {
        SAME,
        OTHER,
        /** None of what could be read is the same, and some of it is not here to be read. */
        NOT_HERE
    }

    /**
     * @param sameContent tells whether two files hold the same data set in another encoding
     * @throws BucketAwayException if it cannot be told now: to be sent again rather than called a contradiction
     */
    Answer compare(Known known, ObjectSink sink, BiPredicate<Content, Content> sameContent) throws IOException {
        if (known.contents().contains(sink.ref())) {
            return Answer.SAME;
        }
        List<BucketAwayException> unread = new ArrayList<>();
        List<NoSuchFileException> gone = new ArrayList<>();
        for (ObjectRef content : known.contents()) {
            if (sameContent.test(() -> open(content, unread, gone), sink::content)) {
                return Answer.SAME;
            }
        }
        if (!unread.isEmpty()) {
            throw unread.getFirst();
        }
        return gone.isEmpty() ? Answer.OTHER : Answer.NOT_HERE;
    }

    private InputStream open(ObjectRef content, List<BucketAwayException> unread, List<NoSuchFileException> gone)
            throws IOException {
        try {
            return store.open(content);
        } catch (BucketAwayException away) {
            unread.add(away);
            throw away;
        } catch (NoSuchFileException absent) {
            gone.add(absent);
            throw absent;
        }
    }
}
