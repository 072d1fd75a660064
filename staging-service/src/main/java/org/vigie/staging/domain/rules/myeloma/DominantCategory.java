package org.vigie.staging.domain.rules.myeloma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which regions decide the dominant of five categories, where regions are known up to a set of categories each. Region
 * {@code r} decides if with the others completed in some way the dominant category is not the same for two of its own.
 * Moving one vote from {@code a} to {@code b} turns the result only where it takes it from {@code a}, or, the other way
 * round, gives it to {@code b}; so {@code a} is ahead by nothing to spare of some {@code d}. Whether regions can be
 * completed so is a question of quotas: votes between {@code low} and {@code high} exist iff for each set X of categories
 * no more regions than {@code high(X)} are confined to X and no fewer than {@code low(X)} can have one of X (Hoffman).
 */
final class DominantCategory {
    private final List<String> order;
    private final int sets;

    /** @param order categories in the order in which equally frequent ones are preferred */
    DominantCategory(List<String> order) {
        this.order = List.copyOf(order);
        this.sets = 1 << order.size();
    }

    /** @param possible categories by region, none of them empty */
    List<String> deciding(Map<String, Set<String>> possible) {
        int[] regions = new int[sets];
        possible.values().forEach(categories -> regions[set(categories)]++);
        Map<Integer, Boolean> bySet = new TreeMap<>();
        List<String> deciding = new ArrayList<>();
        new TreeMap<>(possible).forEach((region, categories) -> {
            if (bySet.computeIfAbsent(set(categories), set -> decides(regions, set))) {
                deciding.add(region);
            }
        });
        return deciding;
    }

    private int set(Set<String> categories) {
        int set = 0;
        for (String category : categories) {
            set |= 1 << order.indexOf(category);
        }
        return set;
    }

    private boolean decides(int[] regions, int set) {
        int[] others = regions.clone();
        others[set]--;
        for (int a = 0; a < order.size(); a++) {
            for (int b = 0; b < order.size(); b++) {
                if (a != b && (set >> a & 1) == 1 && (set >> b & 1) == 1 && loses(others, a, b)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code a} can be dominant with one more vote and not be so where {@code b} has that vote. */
    private boolean loses(int[] others, int a, int b) {
        for (int d = 0; d < order.size(); d++) {
            if (d != a) {
                int behind = 1 - before(d, a);
                if (possible(others, a, d, behind) || (d == b && possible(others, a, d, behind - 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** With {@code m} votes of the others for {@code a} there are {@code m + more} for {@code d} and none has too many. */
    private boolean possible(int[] others, int a, int d, int more) {
        int all = 0;
        for (int regions : others) {
            all += regions;
        }
        int[] low = new int[order.size()];
        int[] high = new int[order.size()];
        for (int m = Math.max(0, -more); m <= all; m++) {
            for (int e = 0; e < order.size(); e++) {
                low[e] = e == a ? m : e == d ? m + more : 0;
                high[e] = e == a || e == d ? low[e] : m + 1 - before(e, a);
            }
            if (feasible(others, low, high)) {
                return true;
            }
        }
        return false;
    }

    private boolean feasible(int[] others, int[] low, int[] high) {
        for (int x = 1; x < sets; x++) {
            int confined = 0;
            int able = 0;
            for (int set = 1; set < sets; set++) {
                confined += (set & ~x) == 0 ? others[set] : 0;
                able += (set & x) != 0 ? others[set] : 0;
            }
            int most = 0;
            int least = 0;
            for (int e = 0; e < order.size(); e++) {
                most += (x >> e & 1) * high[e];
                least += (x >> e & 1) * low[e];
            }
            if (confined > most || able < least) {
                return false;
            }
        }
        return true;
    }

    private static int before(int one, int other) {
        return one < other ? 1 : 0;
    }
}
