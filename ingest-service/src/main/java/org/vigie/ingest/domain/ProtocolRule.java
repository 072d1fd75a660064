package org.vigie.ingest.domain;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the images of one protocol are all there.
 *
 * @param name as configured
 * @param selector whose studies it is about
 * @param required true if a study it is chosen for must hold such images at all
 * @param content what must be there
 */
public record ProtocolRule(String name, Selector selector, boolean required, Content content) {
    private static final int MAX_DESCRIPTION = 256;

    /** What a rule asks for. */
    public sealed interface Content {
        /** True for images an ADC is made of. */
        default boolean isDiffusion() {
            return !(this instanceof Dynamic);
        }
    }

    /** One b-value at most {@code lowB}, one at least {@code highB}, s/mm², on equal geometry. */
    public record Diffusion(double lowB, double highB) implements Content {}

    /**
     * Every table position with the b-values of {@link Diffusion}.
     *
     * @param stations table positions; 0 where only the coverage counts
     * @param coverageMm from the first to the last slice
     * @param fromCoverageMm diffusion images that reach so far are of the whole body, whatever the header says
     */
    public record WholeBodyDiffusion(double lowB, double highB, int stations, double coverageMm, double fromCoverageMm)
            implements Content {}

    /** Phases of a T1-weighted gradient-echo series before and after the contrast agent, on equal geometry. */
    public record Dynamic(int preContrast, int postContrast) implements Content {}

    /**
     * Which studies.
     *
     * @param bodyParts Body Part Examined, upper case
     * @param description found in a description of study, series, protocol or requested procedure; null is none
     * @param whenUnstated also studies that name no region at all
     * @param otherwise also studies of a region no rule names
     */
    public record Selector(
            Set<String> bodyParts, @Nullable Pattern description, boolean whenUnstated, boolean otherwise) {
        public Selector {
            bodyParts = Set.copyOf(bodyParts);
        }
    }

    /** What a header says of region and purpose; stays inside the process, for descriptions may name a person. */
    public record HeaderTexts(@Nullable String bodyPart, List<String> descriptions) {
        public HeaderTexts {
            descriptions = descriptions.stream()
                    .map(d -> d.substring(0, Math.min(MAX_DESCRIPTION, d.length())))
                    .toList();
        }

        boolean namesRegion() {
            return bodyPart != null && !bodyPart.isBlank();
        }

        @Override
        public String toString() {
            return "HeaderTexts[hidden]";
        }
    }

    boolean isNamedBy(HeaderTexts header) {
        String part = header.bodyPart();
        Pattern wanted = selector.description();
        return (part != null && selector.bodyParts().contains(part.strip().toUpperCase(Locale.ROOT)))
                || (wanted != null
                        && header.descriptions().stream()
                                .anyMatch(d -> wanted.matcher(d).find()));
    }
}
