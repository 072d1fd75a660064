package org.vigie.staging.domain.rules.myeloma;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The category of a whole study from those of its regions (clinical rules 8.9): the one most regions have. Where two are
 * equally frequent, the one that is checked first (5, 4, 1, 2, 3).
 *
 * @param category {@code indeterminate} if no region has one
 * @param mixed whether some regions progress (4, 5) while others respond (1, 2)
 */
public record MarrowResponseOverall(String category, boolean mixed) {
    private static final List<String> ORDER = List.of("5", "4", "1", "2", "3");

    /** @param byRegion outcomes of rule {@code RAC}; those that are {@code indeterminate} do not vote */
    public static MarrowResponseOverall of(Collection<String> byRegion) {
        Map<String, Long> votes = new TreeMap<>();
        byRegion.stream().filter(ORDER::contains).forEach(category -> votes.merge(category, 1L, Long::sum));
        long most = votes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        String dominant = ORDER.stream()
                .filter(category -> most > 0 && votes.getOrDefault(category, 0L) == most)
                .findFirst()
                .orElse("indeterminate");
        boolean progressing = votes.containsKey("5") || votes.containsKey("4");
        boolean responding = votes.containsKey("1") || votes.containsKey("2");
        return new MarrowResponseOverall(dominant, progressing && responding);
    }
}
