package org.vigie.staging.domain.logic;

import java.util.Arrays;

/** The answers chosen so far for what is missing; {@link #next} moves to the next combination, depth first. */
final class Path {
    private int[] chosen = new int[16];
    private int[] of = new int[16];
    private int[] variable = new int[16];
    private int depth;
    private int position;

    /** One of {@code answers} answers about a variable: the recorded one, or the first where this fork is new. */
    int choose(int answers, int about) {
        if (position == depth) {
            if (depth == chosen.length) {
                chosen = Arrays.copyOf(chosen, 2 * depth);
                of = Arrays.copyOf(of, 2 * depth);
                variable = Arrays.copyOf(variable, 2 * depth);
            }
            chosen[depth] = 0;
            of[depth] = answers;
            variable[depth++] = about;
        }
        return chosen[position++];
    }

    /** @return false when every combination has been tried */
    boolean next() {
        position = 0;
        while (depth > 0) {
            if (++chosen[depth - 1] < of[depth - 1]) {
                return true;
            }
            depth--;
        }
        return false;
    }

    /** After {@link #next}: the fork at which this combination left the one before. */
    int forkDepth() {
        return depth - 1;
    }

    /** After {@link #next}: the variable that keeps it apart from the one before. */
    int forkVariable() {
        return variable[depth - 1];
    }
}
