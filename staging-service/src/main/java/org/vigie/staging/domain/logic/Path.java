package org.vigie.staging.domain.logic;

import java.util.ArrayList;
import java.util.List;

/** The answers chosen so far for what is missing; {@link #next} moves to the next combination, depth first. */
final class Path {
    private record Fork(int chosen, int of) {}

    private final List<Fork> forks = new ArrayList<>();
    private int position;

    /** One of {@code of} answers: the recorded one, or the first where this fork is new. */
    int choose(int of) {
        if (position == forks.size()) {
            forks.add(new Fork(0, of));
        }
        return forks.get(position++).chosen();
    }

    /** @return false when every combination has been tried */
    boolean next() {
        position = 0;
        while (!forks.isEmpty()) {
            Fork last = forks.removeLast();
            if (last.chosen() + 1 < last.of()) {
                forks.add(new Fork(last.chosen() + 1, last.of()));
                return true;
            }
        }
        return false;
    }
}
