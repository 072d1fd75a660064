package org.vigie.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.messaging.KnownIdentities;
import org.vigie.ingest.storage.CommitmentLog;
import org.vigie.ingest.storage.DurableLog.Chunk;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.ingest.storage.PriorLedger;
import org.vigie.ingest.storage.ProcessName;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.RetentionLog;
import org.vigie.ingest.storage.SlowDisk;
import org.vigie.ingest.storage.UploadLog;
import org.vigie.ingest.storage.Watermark;
import org.vigie.store.ObjectStore;
import org.vigie.store.OpenedStore;
import org.vigie.store.StoreSettings;

/**
 * What was there before and will be there after: packs, lists and the watermark, opened first and brought up to date.
 *
 * @param replica name of this process, the same after a restart
 * @param signal given when entries have become durable
 * @param known identities the broker has been told
 */
record DurableParts(
        String replica,
        OpenedStore opened,
        InstanceLog journal,
        QuarantineLog quarantine,
        UploadLog uploads,
        CommitmentLog commitments,
        PriorLedger priors,
        RetentionLog retention,
        Watermark watermark,
        KnownIdentities known,
        Semaphore signal) {
    private static final Logger LOG = Logger.getLogger(DurableParts.class);
    private static final int REPLAY = 10_000;

    /** @param open what is to be closed again, the last first; whatever fails half-way as well */
    static DurableParts open(StoreSettings settings, StorageConfig storage, SiteSecret secret, Opening open)
            throws IOException {
        OpenedStore opened = open.add(OpenedStore.open(settings, SlowDisk.of(storage.flushDelay())));
        Path dir = storage.dir();
        Semaphore signal = new Semaphore(0);
        String replica = ProcessName.of(dir);
        InstanceLog journal = open.add(new InstanceLog(opened, replica, signal::release));
        opened.local().sweepIncoming("ingest");
        if (journal.damaged() > 0) {
            LOG.errorf("packs: %d damaged records", journal.damaged());
        }
        QuarantineLog quarantine = open.add(new QuarantineLog(dir.resolve("quarantine")));
        UploadLog uploads = open.add(new UploadLog(dir.resolve("uploads")));
        CommitmentLog commitments = open.add(new CommitmentLog(dir.resolve("commitments")));
        Watermark watermark = new Watermark(dir.resolve("published"));
        takeOver(journal, watermark, dir);
        KnownIdentities known = new KnownIdentities(secret);
        replay(journal, watermark, known);
        return new DurableParts(
                replica,
                opened,
                journal,
                quarantine,
                uploads,
                commitments,
                open.add(new PriorLedger(dir.resolve("priors"))),
                open.add(new RetentionLog(dir.resolve("retention"))),
                watermark,
                known,
                signal);
    }

    ObjectStore store() {
        return opened.store();
    }

    void measured(IngestMetrics metrics) {
        metrics.priorsWaiting(priors::waiting);
        metrics.knownInstances(journal::size);
        metrics.quarantineSize(quarantine::size);
        metrics.damagedLines(journal.damaged());
        if (opened.uploads() != null) {
            metrics.uploads(opened.uploads()::state);
        }
    }

    private static void takeOver(InstanceLog journal, Watermark watermark, Path dir) throws IOException {
        Watermark.State before = watermark.get();
        Optional<Long> announced = journal.takeOver(dir.resolve("journal"), before.position());
        if (announced.isPresent()) {
            watermark.set(new Watermark.State(announced.get(), before.cluster()));
            LOG.infof("journal of an earlier version taken over, %d instances", journal.size());
        }
    }

    private static void replay(InstanceLog journal, Watermark watermark, KnownIdentities known) throws IOException {
        long announced = watermark.get().position();
        long position = 0;
        while (position < Math.min(announced, journal.end())) {
            Chunk<JournalEntry> chunk = journal.read(position, REPLAY);
            chunk.entries().stream()
                    .filter(line -> line.next() <= announced)
                    .forEach(line -> known.add(line.value().patient()));
            if (chunk.next() == position) {
                return;
            }
            position = chunk.next();
        }
    }
}
