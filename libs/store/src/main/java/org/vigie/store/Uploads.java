package org.vigie.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;
import org.vigie.store.s3.S3Settings;

/**
 * The thread that seals packs in time and brings them into the bucket, the oldest first, trying again with growing pauses
 * for as long as it takes. What the bucket was not seen to hold is never removed from the local volume.
 */
final class Uploads implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Uploads.class.getName());
    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A sealed pack that its own process has left so long is uploaded by another that shares the volume. */
    private static final Duration ORPHANED = Duration.ofMinutes(2);
    /** Uploaded packs are thinned to keep so much of the volume free. */
    private static final long LOW_SPACE_BYTES = 1L << 30;

    private static final long EVERY_NANOS = 1_000_000_000L;

    private final FileObjectStore local;
    private final PackUpload packs;
    private final S3Settings settings;
    private final Semaphore signal = new Semaphore(0);
    private final Set<Path> done = ConcurrentHashMap.newKeySet();
    private final Map<Path, Long> bodies = new ConcurrentHashMap<>();
    private final AtomicInteger rewrites = new AtomicInteger();
    private final AtomicLong uploads = new AtomicLong();
    private final Refusals refusals;
    private final OwnFileUploads files;
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("store-uploads").unstarted(this::run);
    private volatile boolean running = true;
    private volatile boolean sealNow;
    private volatile boolean reachable = true;
    private volatile Instant orphansLookedAt = Instant.EPOCH;
    private long evictedNanos = System.nanoTime() - EVERY_NANOS;
    private Duration pause = FIRST_PAUSE;

    Uploads(FileObjectStore local, S3Bucket bucket, PackUpload packs, Refusals refusals, S3Settings settings) {
        this.local = local;
        this.refusals = refusals;
        this.files = new OwnFileUploads(local, bucket, refusals, uploads);
        this.packs = packs;
        this.settings = settings;
    }

    void start() {
        thread.start();
    }

    /** Seals what is being written, and uploads. */
    void hasten() {
        sealNow = true;
        signal.release();
    }

    /** An object in a file of its own. */
    void add(ObjectRef large) {
        if (files.add(large)) {
            signal.release();
        }
    }

    void forget(ObjectRef dropped) {
        files.forget(dropped);
    }

    boolean isShared(ObjectRef large) {
        return files.isShared(large);
    }

    /** Looks again at packs that retention has rewritten. */
    void rewritten() {
        synchronized (done) {
            rewrites.incrementAndGet();
            done.clear();
        }
        bodies.clear();
        signal.release();
    }

    UploadState state() {
        long bytes = 0;
        Duration oldest = Duration.ZERO;
        try {
            for (PackLog log : local.openLogs()) {
                bytes += log.unsealedFor().isZero() ? 0 : log.unsealedBytes();
                oldest = longer(oldest, log.unsealedFor());
                for (Path pack : waiting(log.sealed())) {
                    bytes += Files.size(pack);
                    oldest = longer(oldest, age(PackIndex.beside(pack)));
                }
            }
            for (ObjectRef file : files.waiting()) {
                bytes += file.bytes();
                oldest = longer(oldest, age(local.ownFile(file)));
            }
        } catch (IOException unreadable) {
            // the next look tells
        }
        return new UploadState(reachable, refused(), bytes, oldest, uploads.get(), retries.get(), evicted.get());
    }

    @Override
    public void close() {
        running = false;
        signal.release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            try {
                boolean busy = turn();
                answered();
                if (!busy && signal.tryAcquire(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    private boolean turn() throws IOException {
        seal();
        List<Path> sealed = new ArrayList<>();
        for (PackLog log : local.openLogs()) {
            sealed.addAll(waiting(log.sealed()));
        }
        // After the look at the packs: an object in a file of its own comes before the note that points at it.
        boolean busy = !sealed.isEmpty() || !files.isEmpty();
        Optional<IOException> fault = files.bring(() -> running);
        sealed.addAll(orphans());
        for (Path pack : sealed) {
            try {
                bring(pack);
            } catch (IOException e) {
                if (fault.isEmpty() && !refusals.isItsOwn()) {
                    throw e;
                }
                fault = Optional.of(e);
            }
        }
        evict();
        if (fault.isPresent()) {
            throw fault.get();
        }
        return busy;
    }

    private void seal() throws IOException {
        boolean all = sealNow;
        sealNow = false;
        for (PackLog log : local.openLogs()) {
            all |= log.unsealedFor().compareTo(settings.sealAfter()) >= 0;
        }
        // One for all: what a note points at comes to the bucket no later than the note.
        for (PackLog log : all ? local.openLogs() : List.<PackLog>of()) {
            log.seal();
        }
    }

    private List<Path> waiting(List<Path> sealed) throws IOException {
        List<Path> waiting = new ArrayList<>();
        int seen = rewrites.get();
        for (Path pack : sealed) {
            if (!done.contains(pack)) {
                if (PackIndex.read(pack).isEmpty()) {
                    // The next start makes its index.
                    continue;
                }
                if (packs.isDone(pack)) {
                    done(pack, seen);
                    bodies(pack);
                } else {
                    waiting.add(pack);
                }
            }
        }
        return waiting;
    }

    private void bring(Path pack) throws IOException {
        if (running) {
            int seen = rewrites.get();
            packs.upload(pack);
            done(pack, seen);
            bodies(pack);
            uploads.incrementAndGet();
        }
    }

    /** Not if retention has rewritten packs meanwhile: it is looked at again. */
    private void done(Path pack, int seenRewrites) {
        synchronized (done) {
            if (rewrites.get() == seenRewrites) {
                done.add(pack);
            }
        }
    }

    /** Packs other processes of this volume sealed and did not upload: they may never come back. */
    private List<Path> orphans() throws IOException {
        if (orphansLookedAt.plus(ORPHANED).isAfter(Instant.now())) {
            return List.of();
        }
        orphansLookedAt = Instant.now();
        List<Path> orphans = new ArrayList<>();
        for (Path folder : list(local.packs())) {
            for (Path file : list(folder)) {
                if (file.toString().endsWith(".pack")
                        && PackIndex.read(file).isPresent()
                        && age(PackIndex.beside(file)).compareTo(ORPHANED) > 0) {
                    orphans.add(file);
                }
            }
        }
        return waiting(orphans);
    }

    private void evict() throws IOException {
        if (System.nanoTime() - evictedNanos < EVERY_NANOS) {
            return;
        }
        evictedNanos = System.nanoTime();
        long kept = bodies.values().stream().mapToLong(b -> b).sum();
        long free = Files.getFileStore(local.packs()).getUsableSpace();
        for (PackLog log : local.openLogs()) {
            for (Path pack : log.sealed().stream().filter(done::contains).toList()) {
                long bytes = bodies(pack);
                boolean crowded = kept > settings.keepLocalBytes() || free < LOW_SPACE_BYTES;
                if (crowded && bytes > 0 && packs.isVerified(pack)) {
                    log.thin(List.of(pack), entry -> RecordHead.Kind.EVICTED, 0, true);
                    bodies.put(pack, 0L);
                    evicted.addAndGet(bytes);
                    kept -= bytes;
                    free += bytes;
                }
            }
        }
    }

    /** Bytes of bodies that still stand in a pack. */
    private long bodies(Path pack) throws IOException {
        Long known = bodies.get(pack);
        if (known == null) {
            known = PackIndex.read(pack)
                    .map(i -> Thinning.wouldWin(i, e -> RecordHead.Kind.EVICTED).bytes())
                    .orElse(0L);
            bodies.put(pack, known);
        }
        return known;
    }

    /** Whether the bucket answers and takes nothing. */
    boolean refused() {
        return refusals.refused();
    }

    private void answered() {
        refusals.none();
        if (!reachable) {
            LOG.log(Logger.Level.INFO, "uploads go on");
        }
        reachable = true;
        pause = FIRST_PAUSE;
    }

    private void failed(Throwable e) {
        retries.incrementAndGet();
        if (reachable) {
            LOG.log(
                    Logger.Level.WARNING,
                    refused()
                            ? "the bucket answers and takes nothing, will go on trying: {0}"
                            : "not all is uploaded now, will go on trying: {0}",
                    text(e));
        }
        reachable = false;
        try {
            if (running) {
                Thread.sleep(pause.plusMillis(Math.floorMod(System.nanoTime(), 100)));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }

    private static String text(Throwable e) {
        return e instanceof IOException || e instanceof UncheckedIOException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    private static Duration age(Path file) throws IOException {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
            return age.isNegative() ? Duration.ZERO : age;
        } catch (NoSuchFileException gone) {
            return Duration.ZERO;
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (NotDirectoryException | NoSuchFileException none) {
            return List.of();
        }
    }
}
