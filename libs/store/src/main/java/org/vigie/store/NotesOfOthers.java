package org.vigie.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the other processes of a service noted, wherever they run. What is returned survives a power cut there. */
public interface NotesOfOthers {
    /** Notes under this key as far as they are known now; never waits for long, and never for a bucket that is away. */
    List<byte[]> known(long key) throws IOException;

    /**
     * Notes under this key.
     *
     * @param sinceNanos by {@link System#nanoTime}: what others had made readable then is looked at
     * @throws IOException if that cannot be said now
     */
    List<byte[]> find(long key, long sinceNanos) throws IOException;

    /** How long after it was made durable a note of another may still be out of sight. */
    default Duration delay() {
        return Duration.ZERO;
    }

    /** Both; what this one finds need not be looked for elsewhere. */
    default NotesOfOthers and(NotesOfOthers more) {
        NotesOfOthers first = this;
        return new NotesOfOthers() {
            @Override
            public List<byte[]> known(long key) throws IOException {
                List<byte[]> both = new ArrayList<>(first.known(key));
                both.addAll(more.known(key));
                return both;
            }

            @Override
            public List<byte[]> find(long key, long sinceNanos) throws IOException {
                List<byte[]> found = first.find(key, sinceNanos);
                return found.isEmpty() ? more.find(key, sinceNanos) : found;
            }

            @Override
            public Duration delay() {
                return first.delay().compareTo(more.delay()) >= 0 ? first.delay() : more.delay();
            }
        };
    }
}
