package org.vigie.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a question after the notes of many keys came to.
 *
 * @param notes of the keys that have any
 * @param open keys it cannot be said of yet: time was up, or the bucket does not answer
 * @param away whether that is because the bucket does not answer
 * @param unreadable whether a note is there and cannot be read; its key is not open
 */
public record NoteAnswers(Map<Long, List<byte[]>> notes, Set<Long> open, boolean away, boolean unreadable) {
    public NoteAnswers {
        notes = Map.copyOf(notes);
        open = Set.copyOf(open);
    }

    static NoteAnswers nothing() {
        return new NoteAnswers(Map.of(), Set.of(), false, false);
    }

    static NoteAnswers open(Collection<Long> keys, boolean away) {
        return new NoteAnswers(Map.of(), new HashSet<>(keys), away, false);
    }

    /** Both; the later one was asked what the first did not find. */
    NoteAnswers and(NoteAnswers later) {
        Map<Long, List<byte[]>> both = new HashMap<>(notes);
        both.putAll(later.notes);
        return new NoteAnswers(both, later.open, away || later.away, unreadable || later.unreadable);
    }
}
