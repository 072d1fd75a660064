package org.vigie.ingest;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.domain.InstanceHeader;
import org.vigie.ingest.storage.AwaitedImages.Referrer;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.store.s3.BucketAwayException;

/**
 * Which studies get to know of a contour or report of another study, whatever comes first. Whoever comes looks for the
 * other before it is durable and once more afterwards, so that of two that come together one sees the other.
 */
final class Referrals {
    private static final Logger LOG = Logger.getLogger(Referrals.class);
    private static final int MAX_LOOKED_UP = 20_000;
    private static final int MAX_STUDIES = InstanceHeader.MAX_REFERENCED_STUDIES;

    private final InstanceLog log;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final LateReferrals late = new LateReferrals();

    Referrals(InstanceLog log, IngestMetrics metrics, InstantSource clock) {
        this.log = log;
        this.metrics = metrics;
        this.clock = clock;
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
        Lookup lookup = new Lookup(true);
        for (String image : images) {
            if (lookedUp == MAX_LOOKED_UP || studies.size() > MAX_STUDIES) {
                break;
            }
            lookedUp++;
            lookup.find(image).ifPresentOrElse(k -> studies.add(k.studyUid()), () -> missing.add(image));
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
            if (!referrer.studyUid().equals(header.studyUid())) {
                tell(referrer.sopInstanceUid(), Set.of(header.studyUid()));
            }
        }
        List<String> missing =
                tellOfThoseThatCame(header.sopInstanceUid(), header.studyUid(), awaited, new Lookup(false));
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
    }

    private void settle(LateReferrals.Waiting one, Instant now) {
        Lookup lookup = new Lookup(false);
        try {
            List<String> missing = tellOfThoseThatCame(one.sopInstanceUid(), one.studyUid(), one.missing(), lookup);
            if (lookup.away) {
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
        for (String image : awaited.stream().limit(MAX_LOOKED_UP).toList()) {
            lookup.find(image).ifPresentOrElse(k -> come.add(k.studyUid()), () -> missing.add(image));
        }
        come.remove(studyUid);
        if (!come.isEmpty()) {
            tell(sopInstanceUid, come);
        }
        return missing;
    }

    /** One that is not durable yet will find the image itself. */
    private void tell(String sopInstanceUid, Set<String> studyUids) throws IOException {
        List<JournalEntry> entries = log.entriesAnywhere(sopInstanceUid).stream()
                .filter(entry -> !entry.event().conflicting())
                .toList();
        if (entries.isEmpty()) {
            return;
        }
        Set<String> told = new LinkedHashSet<>();
        entries.forEach(entry -> told.addAll(entry.event().referencedStudyUids()));
        List<String> news = studyUids.stream().filter(s -> !told.contains(s)).toList();
        int room = Math.max(0, 1 + MAX_STUDIES - told.size());
        if (news.size() > room) {
            metrics.referencesCut();
        }
        if (!news.isEmpty() && room > 0) {
            JournalEntry first = entries.getFirst();
            List<String> studies = new ArrayList<>(List.of(first.event().studyUid()));
            studies.addAll(news.subList(0, Math.min(room, news.size())));
            log.append(new JournalEntry(
                            referringTo(first.event(), studies),
                            first.patient(),
                            first.unknownPatient(),
                            first.traceparent()))
                    .awaitDurable();
        }
    }

    /** One round of look-ups. Nobody is refused because a bucket does not answer: then what is known here counts. */
    private final class Lookup {
        private final long asked = System.nanoTime();
        private final boolean first;
        private boolean away;
        private boolean unreadable;

        /** @param first of two rounds for one object, the one that is counted */
        Lookup(boolean first) {
            this.first = first;
        }

        Optional<InstanceLog.Known> find(String image) throws IOException {
            Optional<InstanceLog.Known> here = log.find(image);
            if (here.isPresent() || away) {
                return here;
            }
            try {
                return log.findAnywhere(image, asked);
            } catch (BucketAwayException noAnswer) {
                cut();
                away = true;
            } catch (IOException note) {
                // Of this image alone; the others are asked for.
                cut();
                unreadable = true;
            }
            return Optional.empty();
        }

        /** Said and counted once. */
        private void cut() {
            if (first && !away && !unreadable) {
                LOG.warn("an object refers to images that may be with another machine, which cannot be asked now");
                metrics.referencesCut();
            }
        }
    }

    private static InstanceStored referringTo(InstanceStored e, List<String> studyUids) {
        return new InstanceStored(
                e.patientKey(),
                e.studyUid(),
                e.seriesUid(),
                e.sopInstanceUid(),
                e.sopClassUid(),
                e.transferSyntaxUid(),
                e.modality(),
                e.object(),
                e.callingAe(),
                e.receivedAt(),
                e.studyTime(),
                e.used(),
                e.conflicting(),
                studyUids,
                e.dwiFrames(),
                e.protocolFacts());
    }
}
