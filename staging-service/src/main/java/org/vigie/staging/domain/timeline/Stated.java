package org.vigie.staging.domain.timeline;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vigie.contract.clinical.FactBody;

/**
 * A valid fact with its id and when it was stated.
 *
 * @param at when it was last stated
 * @param firstAt when the same was first stated under that id; stating it again does not make it news
 */
public record Stated<T extends FactBody>(String factId, Instant at, T body, Instant firstAt) {
    /**
     * The latest statement about each subject, in the order in which they were stated: who states something again under
     * another id corrects it, and one question has one answer (clinical rules 0.1).
     *
     * @param oldestFirst as a timeline gives them
     */
    public static <T extends FactBody> List<Stated<T>> latest(
            Stream<Stated<T>> oldestFirst, Function<Stated<T>, ?> subject) {
        Map<Object, Stated<T>> latest = new LinkedHashMap<>();
        oldestFirst.forEach(one -> {
            Object about = subject.apply(one);
            latest.remove(about);
            latest.put(about, one);
        });
        return List.copyOf(latest.values());
    }
}
