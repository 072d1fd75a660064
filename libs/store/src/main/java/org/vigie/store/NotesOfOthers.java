package org.vigie.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

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

    /**
     * Notes under many keys, for no longer than a while: what is open then is to be asked again. On a volume that costs next
     * to nothing and all is answered.
     *
     * @param sinceNanos by {@link System#nanoTime}: what others had made readable then is looked at
     */
    NoteAnswers find(Collection<Long> keys, long sinceNanos, Duration budget);

    /**
     * Keys under which others noted something that came into sight since the last call; all there are at the first. Empty
     * where what others note is in sight at once.
     */
    default long[] comeIntoSight() {
        return new long[0];
    }

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
            public NoteAnswers find(Collection<Long> keys, long sinceNanos, Duration budget) {
                NoteAnswers here = first.find(keys, sinceNanos, budget);
                List<Long> rest = keys.stream()
                        .filter(key -> !here.notes().containsKey(key))
                        .toList();
                return here.and(more.find(rest, sinceNanos, budget));
            }

            @Override
            public long[] comeIntoSight() {
                return LongStream.concat(LongStream.of(first.comeIntoSight()), LongStream.of(more.comeIntoSight()))
                        .toArray();
            }

            @Override
            public Duration delay() {
                return first.delay().compareTo(more.delay()) >= 0 ? first.delay() : more.delay();
            }
        };
    }
}
