package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigie.store.FileObjectStore;
import org.vigie.store.NotesOfOthers;
import org.vigie.store.PackLog;

/**
 * Images that a contour or report names and that nobody had when it came, each with what names it. Packs of their own,
 * read by the other replicas too, as an image may come to any of them.
 */
public final class AwaitedImages implements AutoCloseable {
    static final String WRITER = "awaited";

    private final PackLog packs;
    private final NotesOfOthers others;

    /** What names an image, and its own study. */
    public record Referrer(String sopInstanceUid, String studyUid) {}

    /** @param others what other replicas wait for */
    AwaitedImages(FileObjectStore store, String process, NotesOfOthers others) throws IOException {
        this.packs = store.log(WRITER, process);
        this.others = others;
        others.known(0);
    }

    /** Returns when it survives a power cut. */
    public void add(List<String> imageUids, String sopInstanceUid, String studyUid) throws IOException {
        PackLog.@Nullable Appended last = null;
        for (String image : imageUids) {
            byte[] note = (image + " " + sopInstanceUid + " " + studyUid).getBytes(StandardCharsets.US_ASCII);
            last = packs.append(InstanceLog.key(image), note);
        }
        if (last != null) {
            last.awaitDurable();
        }
    }

    /** Everything that was waiting for an image, of this replica and of the others. */
    public List<Referrer> of(String imageUid) throws IOException {
        List<Referrer> found = new ArrayList<>();
        for (PackLog.Note note : packs.find(InstanceLog.key(imageUid))) {
            add(found, imageUid, note.bytes());
        }
        for (byte[] note : others.known(InstanceLog.key(imageUid))) {
            add(found, imageUid, note);
        }
        return found.stream().distinct().toList();
    }

    private static void add(List<Referrer> found, String imageUid, byte[] note) {
        String[] parts = new String(note, StandardCharsets.US_ASCII).split(" ", -1);
        if (parts.length == 3 && parts[0].equals(imageUid)) {
            found.add(new Referrer(parts[1], parts[2]));
        }
    }

    @Override
    public void close() throws IOException {
        packs.close();
    }
}
