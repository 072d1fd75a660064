package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigie.store.FileObjectStore;
import org.vigie.store.NoteAnswers;
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

    /** Of images that other replicas wait for, those that came into sight since the last call, by key; all at the first. */
    public long[] comeIntoSight() throws IOException {
        // Begins a look at the bucket if the last one is a while ago.
        others.known(0);
        return others.comeIntoSight();
    }

    /** What other replicas wait for, and what names it. */
    public record Awaited(String imageUid, Referrer referrer) {}

    /**
     * What other replicas noted under these keys.
     *
     * @param open keys it cannot be said of yet
     */
    public record OfOthers(List<Awaited> awaited, Set<Long> open) {}

    /** What other replicas wait for under many keys, for no longer than a while. */
    public OfOthers ofOthers(Collection<Long> keys, long sinceNanos, Duration budget) {
        NoteAnswers answers = others.find(keys, sinceNanos, budget);
        List<Awaited> found = new ArrayList<>();
        answers.notes()
                .values()
                .forEach(notes -> notes.forEach(note -> parse(note).ifPresent(found::add)));
        return new OfOthers(found, answers.open());
    }

    private static void add(List<Referrer> found, String imageUid, byte[] note) {
        parse(note).filter(a -> a.imageUid().equals(imageUid)).ifPresent(a -> found.add(a.referrer()));
    }

    private static Optional<Awaited> parse(byte[] note) {
        String[] parts = new String(note, StandardCharsets.US_ASCII).split(" ", -1);
        return parts.length == 3
                ? Optional.of(new Awaited(parts[0], new Referrer(parts[1], parts[2])))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        packs.close();
    }
}
