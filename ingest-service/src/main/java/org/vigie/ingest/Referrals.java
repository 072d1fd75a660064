package org.vigie.ingest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.storage.AwaitedImages.Referrer;
import org.vigie.ingest.storage.InstanceLog;

/**
 * Which studies get to know of a contour or report of another study, whatever comes first. Whoever comes looks for the
 * other before it is durable and once more afterwards, so that of two that come together one sees the other.
 */
final class Referrals {
    private static final Logger LOG = Logger.getLogger(Referrals.class);
    private static final int MAX_LOOKED_UP = 20_000;
    private static final Duration LATE_BUDGET = Duration.ofSeconds(30);
    private static final int MAX_STUDIES = InstanceHeader.MAX_REFERENCED_STUDIES;

    private final InstanceLog log;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final LateReferrals late = new LateReferrals();
    private final Telling telling;
    private final AwaitedElsewhere elsewhere;

    /** Twice, for what must be looked for elsewhere while a sender waits; what is open then is looked for later. */
    volatile Duration budget = Duration.ofSeconds(2);

    Referrals(InstanceLog log, IngestMetrics metrics, InstantSource clock) {
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
        this.telling = new Telling(log, metrics);
        this.elsewhere = new AwaitedElsewhere(log, telling, metrics, clock);
    }

    /**
     * What is known of an object's references.
     *
     * @param studyUids its own study and those it refers to; empty if it refers to nothing
     * @param missing images nobody has
     */
    record Known(List<String> studyUids, List<String> missing) {}

    /**
     * A SEG often names images only, so their studies are looked up; it may also name a study nobody has sent yet. Of too
     * many those that are here come first. Images that are not here are waited for from now on.
     */
    Known of(InstanceHeader header) throws IOException {
        List<String> images = header.referencedInstanceUids();
        Set<String> studies = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        int lookedUp = 0;
        Map<String, String> known = new Lookup(true, budget)
                .studiesOf(images.stream().limit(MAX_LOOKED_UP).toList(), MAX_STUDIES);
        for (String image : images) {
            if (lookedUp == MAX_LOOKED_UP || studies.size() > MAX_STUDIES) {
                break;
            }
            lookedUp++;
            String study = known.get(image);
            if (study == null) {
                missing.add(image);
            } else {
                studies.add(study);
            }
        }
        studies.addAll(header.referencedStudyUids());
        studies.remove(header.studyUid());
        if (studies.size() > MAX_STUDIES || lookedUp < images.size()) {
            LOG.warnf(
                    "an object refers to %d images and %d studies: %d studies are told at most",
                    images.size(), studies.size(), MAX_STUDIES);
            metrics.referencesCut();
        }
        log.awaited().add(missing, header.sopInstanceUid(), header.studyUid());
        List<String> all =
                new ArrayList<>(studies.stream().limit(MAX_STUDIES).sorted().toList());
        if (!studies.isEmpty() || !images.isEmpty()) {
            all.addFirst(header.studyUid());
        }
        return new Known(List.copyOf(all), missing);
    }

    /**
     * To be called when an instance is durable, also of one that was so before: what waited for it is told to its study,
     * and it is told to studies of which it waited for an image that came meanwhile.
     *
     * @param awaited images it waits for
     */
    void settle(InstanceHeader header, Collection<String> awaited) throws IOException {
        for (Referrer referrer : log.awaited().of(header.sopInstanceUid())) {
            if (!referrer.studyUid().equals(header.studyUid())
                    && !telling.tell(log.entriesAnywhere(referrer.sopInstanceUid()), Set.of(header.studyUid()))) {
                // One that is not durable yet will find the image itself; one of another machine may not be in sight.
                elsewhere.add(header.sopInstanceUid());
            }
        }
        List<String> missing =
                tellOfThoseThatCame(header.sopInstanceUid(), header.studyUid(), awaited, new Lookup(false, budget));
        if (!missing.isEmpty()) {
            count(late.add(header.sopInstanceUid(), header.studyUid(), missing, clock.instant()));
        }
    }

    /** To be called now and then: looks once more for what an object lacked when it came. */
    void settleLate() {
        Instant now = clock.instant();
        for (Optional<LateReferrals.Waiting> due = late.due(now); due.isPresent(); due = late.due(now)) {
            settle(due.get(), now);
        }
        try {
            elsewhere.look();
        } catch (IOException e) {
            LOG.warnf(
                    "what other machines wait for cannot be read, will be tried again: %s",
                    e.getClass().getSimpleName());
        }
    }

    private void settle(LateReferrals.Waiting one, Instant now) {
        Lookup lookup = new Lookup(false, LATE_BUDGET);
        try {
            List<String> missing = tellOfThoseThatCame(one.sopInstanceUid(), one.studyUid(), one.missing(), lookup);
            if (lookup.open) {
                count(late.putBack(one, missing, now));
            } else if (!missing.isEmpty()) {
                count(late.again(one, missing, now));
            }
        } catch (IOException e) {
            LOG.warnf(
                    "an object could not be told of a late image, will be tried again: %s",
                    e.getClass().getSimpleName());
            count(late.putBack(one, one.missing(), now));
        } catch (RuntimeException e) {
            LOG.errorf(
                    "an object could not be told of a late image: %s",
                    e.getClass().getSimpleName());
            count(late.again(one, one.missing(), now));
        }
    }

    private void count(boolean held) {
        if (!held) {
            metrics.referencesCut();
        }
    }

    /** @return images that still have not come */
    private List<String> tellOfThoseThatCame(
            String sopInstanceUid, String studyUid, Collection<String> awaited, Lookup lookup) throws IOException {
        Set<String> come = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        List<String> images = awaited.stream().limit(MAX_LOOKED_UP).toList();
        Map<String, String> known = lookup.studiesOf(images, Integer.MAX_VALUE);
        for (String image : images) {
            String study = known.get(image);
            if (study == null) {
                missing.add(image);
            } else {
                come.add(study);
            }
        }
        come.remove(studyUid);
        if (!come.isEmpty()) {
            telling.tell(log.entriesAnywhere(sopInstanceUid), come);
        }
        return missing;
    }

    /** One round of look-ups. Nobody is refused because a bucket does not answer: then what is known here counts. */
    private final class Lookup {
        private final long asked = System.nanoTime();
        private final boolean first;
        private final Duration budget;
        private boolean open;

        /**
         * @param first of two rounds for one object, the one that is counted
         * @param budget for what must be looked for elsewhere
         */
        Lookup(boolean first, Duration budget) {
            this.first = first;
            this.budget = budget;
        }

        /**
         * Those that are known, here or elsewhere.
         *
         * @param enough studies after which nothing more is looked for
         */
        Map<String, String> studiesOf(List<String> images, int enough) throws IOException {
            Map<String, String> studies = new HashMap<>();
            List<String> rest = new ArrayList<>();
            Set<String> distinct = new HashSet<>();
            for (String image : images) {
                log.find(image).ifPresentOrElse(k -> studies.put(image, k.studyUid()), () -> rest.add(image));
                String study = studies.get(image);
                if (study != null && distinct.add(study) && distinct.size() > enough) {
                    return studies;
                }
            }
            InstanceLog.Elsewhere elsewhere = log.findElsewhere(rest, asked, budget);
            elsewhere.known().forEach((image, known) -> studies.put(image, known.studyUid()));
            open = elsewhere.open();
            if (first && (elsewhere.away() || elsewhere.unreadable())) {
                LOG.warn("an object refers to images that may be with another machine, which cannot be asked now");
                metrics.referencesCut();
            }
            return studies;
        }
    }
}
