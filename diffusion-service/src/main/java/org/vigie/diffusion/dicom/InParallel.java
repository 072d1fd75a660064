package org.vigie.diffusion.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same work on every element of a list, on all processors; what comes of it is in the order of the list. */
final class InParallel {
    private InParallel() {}

    @FunctionalInterface
    interface Work<A, B> {
        B on(A element) throws IOException;
    }

    /** @throws IOException the failure of the first element that failed, whichever was hit first */
    static <A, B> List<B> map(List<A> elements, Work<A, B> work) throws IOException {
        List<Done<B>> done =
                elements.parallelStream().map(element -> attempt(element, work)).toList();
        List<B> results = new ArrayList<>(done.size());
        for (Done<B> one : done) {
            results.add(one.get());
        }
        return results;
    }

    private static <A, B> Done<B> attempt(A element, Work<A, B> work) {
        try {
            return new Done<>(work.on(element), null);
        } catch (IOException e) {
            return new Done<>(null, e);
        }
    }

    private record Done<B>(@Nullable B result, @Nullable IOException failure) {
        B get() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return java.util.Objects.requireNonNull(result);
        }
    }
}
