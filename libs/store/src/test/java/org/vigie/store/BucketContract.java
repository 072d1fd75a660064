package org.vigie.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.S3Bucket;
import org.vigie.store.s3.S3Server;
import org.vigie.store.s3.S3Settings;

/** What the store needs of an S3 server, whichever it is. */
abstract class BucketContract {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ObjectRef ABSENT = new ObjectRef("0".repeat(63) + "1", 10);

    @TempDir
    Path home;

    private final String prefix = "t" + NUMBER.incrementAndGet() + "/";

    /** Of a server that has a bucket {@link S3Server#BUCKET} and takes the credentials of this JVM. */
    abstract URI endpoint();

    @Test
    void readsOnAnotherMachineByRangeWhatWasShared() throws IOException {
        byte[] first = bytes(1, 70_000);
        byte[] second = bytes(2, 140_001);
        try (S3ObjectStore here = open("a", Duration.ofMinutes(10));
                S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
            ObjectRef one = here.put("ingest", first);
            ObjectRef two = here.put("ingest", second);
            here.bind("manifests/key/study", two);
            here.awaitShared(List.of(one, two), PATIENCE);

            assertThat(there.read(two)).isEqualTo(second);
            assertThat(there.read(one)).isEqualTo(first);
            assertThat(there.resolve("manifests/key/study")).contains(two);
            assertThat(there.contains(one)).isTrue();
            assertThat(there.contains(ABSENT)).isFalse();
            assertThatThrownBy(() -> there.read(ABSENT)).isInstanceOf(NoSuchFileException.class);
            // One pack and one index for both, nothing per object.
            assertThat(keys()).hasSize(3).allMatch(k -> k.matches("(packs|index|names)/.*"));
        }
    }

    @Test
    void uploadsAfterARestartWhatAKilledProcessSealedOrLeftOpen() throws IOException {
        byte[] sealed = bytes(4, 3_000);
        byte[] open = bytes(5, 4_000);
        ObjectRef one;
        ObjectRef two;
        // No uploads yet: as if killed between sealing and uploading.
        FileObjectStore killed = new FileObjectStore(home.resolve("a"));
        try (PackLog log = killed.log("ingest", "1")) {
            one = killed.put("ingest", sealed);
            log.seal();
            two = killed.put("ingest", open);
        }
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore again = new S3ObjectStore(local, settings(Duration.ofMillis(50)));
                S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
            assertThat(log.end()).isPositive();
            await().atMost(PATIENCE).until(() -> again.state().backlogBytes() == 0);
            assertThat(there.read(one)).isEqualTo(sealed);
            assertThat(there.read(two)).isEqualTo(open);
            assertThat(again.state().uploads()).isEqualTo(2);
        }
    }

    @Test
    void aLargeObjectHasAKeyOfItsOwn() throws IOException {
        byte[] large = bytes(7, (int) FileObjectStore.PACKED_BYTES + 1);
        try (S3ObjectStore here = open("a", Duration.ofMinutes(10));
                S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
            ObjectRef ref = here.put("ingest", large);
            here.awaitShared(List.of(ref), PATIENCE);
            assertThat(there.read(ref)).isEqualTo(large);
            assertThat(keys()).containsExactly("objects/" + ref.sha256());
        }
    }

    @Test
    void aLargeObjectThatAKilledProcessLeftIsUploadedUnasked() throws IOException {
        byte[] large = bytes(17, (int) FileObjectStore.PACKED_BYTES + 1);
        ObjectRef ref = new FileObjectStore(home.resolve("a")).put("ingest", large);
        try (S3ObjectStore again = open("a", Duration.ofMinutes(10))) {
            await().atMost(PATIENCE).until(() -> keys().contains("objects/" + ref.sha256()));
            await().atMost(PATIENCE).until(() -> again.state().backlogBytes() == 0);
        }
        // The next start knows that it is there.
        try (S3ObjectStore later = open("a", Duration.ofMinutes(10))) {
            await().atMost(PATIENCE).until(() -> later.share(List.of(ref)));
            assertThat(later.state().uploads()).isZero();
        }
    }

    @Test
    void localCopiesGoOnlyAfterTheBucketHoldsThem() throws IOException {
        byte[] content = bytes(8, 1_000_000);
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        S3Settings none =
                new S3Settings(endpoint(), S3Server.BUCKET, "us-east-1", true, prefix, Duration.ofMillis(50), 0);
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(local, none)) {
            ObjectRef ref;
            try (ObjectSink sink = here.begin("ingest")) {
                sink.write(content, 0, content.length);
                ref = sink.ref();
                log.append(42, sink, "note".getBytes(StandardCharsets.UTF_8)).awaitDurable();
            }
            await().atMost(PATIENCE).until(() -> here.state().evictedBytes() == 1_000_000);
            // The note, which is the outbox, stays; the blocks of the body are gone; the object comes from the bucket.
            assertThat(log.find(42)).hasSize(1);
            assertThat(local.contains(ref)).isFalse();
            assertThat(blocks(log.sealed().getFirst())).isLessThan(64 * 1024);
            assertThat(Files.size(log.sealed().getFirst())).isGreaterThan(1_000_000);
            assertThat(here.read(ref)).isEqualTo(content);
            assertThat(here.contains(ref)).isTrue();
        }
        try (PackLog log = new FileObjectStore(home.resolve("a")).log("ingest", "1")) {
            assertThat(log.find(42)).hasSize(1);
            assertThat(log.damaged()).isZero();
        }
    }

    @Test
    void theBucketFollowsWhatWasDroppedAndEveryReaderFindsTheRest() throws IOException {
        byte[] kept = bytes(21, 50_000);
        byte[] gone = bytes(22, 60_000);
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(local, settings(Duration.ofMinutes(10)));
                S3ObjectStore there = open("b", Duration.ofMinutes(10))) {
            ObjectRef dropped = here.put("ingest", gone);
            ObjectRef stays = here.put("ingest", kept);
            here.awaitShared(List.of(dropped, stays), PATIENCE);
            assertThat(there.read(stays)).isEqualTo(kept);
            List<String> before = keys();

            OpenedStore opened = new OpenedStore(local, here, here);
            assertThat(opened.drop(log, Set.of(dropped), 0, true)).isEqualTo(new Freed(1, 60_000));
            await().atMost(PATIENCE).until(() -> keys().size() == 2 && !keys().equals(before));

            // A reader that knew the old pack, and one that knows nothing.
            assertThat(there.read(stays)).isEqualTo(kept);
            try (S3ObjectStore late = open("c", Duration.ofMinutes(10))) {
                assertThat(late.read(stays)).isEqualTo(kept);
                assertThat(late.contains(dropped)).isFalse();
                assertThatThrownBy(() -> late.read(dropped)).isInstanceOf(NoSuchFileException.class);
            }
            // A later revision may still list what is gone: nothing of it waits for an upload.
            assertThat(here.share(List.of(dropped, stays))).isTrue();
        }
    }

    @Test
    void anEndBetweenTheStepsOfTheReplacementIsMadeGood() throws IOException {
        byte[] kept = bytes(23, 50_000);
        byte[] gone = bytes(24, 60_000);
        FileObjectStore local = new FileObjectStore(home.resolve("a"));
        ObjectRef dropped;
        ObjectRef stays;
        try (PackLog log = local.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(local, settings(Duration.ofMinutes(10)));
                S3Bucket bucket = new S3Bucket(settings(Duration.ofMinutes(10)))) {
            dropped = here.put("ingest", gone);
            stays = here.put("ingest", kept);
            here.awaitShared(List.of(dropped, stays), PATIENCE);
            List<String> before = keys();
            byte[] oldPack = bucket.read(before.get(1)).orElseThrow();
            byte[] oldIndex = bucket.read(before.get(0)).orElseThrow();
            Path mark = UploadMark.beside(log.sealed().getFirst());
            byte[] oldMark = Files.readAllBytes(mark);
            new OpenedStore(local, here, here).drop(log, Set.of(dropped), 0, true);
            await().atMost(PATIENCE).until(() -> keys().size() == 2 && !keys().equals(before));
            // As if killed after the new index, before the mark and before the old pack went.
            bucket.put(before.get(1), oldPack);
            bucket.put(before.get(0), oldIndex);
            Files.write(mark, oldMark);
        }
        FileObjectStore again = new FileObjectStore(home.resolve("a"));
        try (S3ObjectStore reader = open("b", Duration.ofMinutes(10))) {
            assertThat(reader.read(stays)).isEqualTo(kept);
        }
        try (PackLog log = again.log("ingest", "1");
                S3ObjectStore here = new S3ObjectStore(again, settings(Duration.ofMinutes(10)));
                S3ObjectStore reader = open("c", Duration.ofMinutes(10))) {
            await().atMost(PATIENCE).until(() -> keys().size() == 2);
            assertThat(log.damaged()).isZero();
            assertThat(here.contains(dropped)).isFalse();
            assertThat(reader.read(stays)).isEqualTo(kept);
            assertThat(reader.contains(dropped)).isFalse();
        }
    }

    @Test
    void onlyNewIndexesAreListedWhereThereAreMany() throws IOException {
        try (S3Bucket bucket = new S3Bucket(settings(Duration.ofMinutes(1)))) {
            IndexListing listing = new IndexListing(bucket, folder -> folder.contains("/ingest-"), 0);
            for (String name :
                    List.of("n1/ingest-a/0010", "n1/ingest-a/0020", "n2/ingest-b/0010", "n1/diffusion-0/00")) {
                bucket.put("index/" + name + ".idx", bytes(1, 10));
            }
            assertThat(listing.look())
                    .isEqualTo(new IndexListing.Listed(
                            Set.of("n1/ingest-a/0010", "n1/ingest-a/0020", "n2/ingest-b/0010"), true));
            assertThat(listing.look()).isEqualTo(new IndexListing.Listed(Set.of(), false));

            // Of a known folder, of another process, of another machine; what retention rewrote stands at its old
            // place.
            for (String name :
                    List.of("n1/ingest-a/0030", "n1/ingest-c/0000", "n3/ingest-d/0000", "n1/ingest-a/0010-ab")) {
                bucket.put("index/" + name + ".idx", bytes(1, 10));
            }
            bucket.delete("index/n1/ingest-a/0010.idx");
            assertThat(listing.look())
                    .isEqualTo(new IndexListing.Listed(
                            Set.of("n1/ingest-a/0030", "n1/ingest-c/0000", "n3/ingest-d/0000"), false));

            listing.rewritten();
            assertThat(listing.look())
                    .isEqualTo(new IndexListing.Listed(
                            Set.of(
                                    "n1/ingest-a/0010-ab",
                                    "n1/ingest-a/0020",
                                    "n1/ingest-a/0030",
                                    "n1/ingest-c/0000",
                                    "n2/ingest-b/0010",
                                    "n3/ingest-d/0000"),
                            true));
        }
    }

    @Test
    void twoMachinesNeverWriteOneKey() throws IOException {
        byte[] here = bytes(10, 2_000);
        byte[] there = bytes(11, 2_000);
        try (S3ObjectStore a = open("a", Duration.ofMinutes(10));
                S3ObjectStore b = open("b", Duration.ofMinutes(10));
                S3ObjectStore reader = open("c", Duration.ofMinutes(10))) {
            ObjectRef one = a.put("diffusion", here);
            ObjectRef two = b.put("diffusion", there);
            a.awaitShared(List.of(one), PATIENCE);
            b.awaitShared(List.of(two), PATIENCE);
            assertThat(reader.read(one)).isEqualTo(here);
            assertThat(reader.read(two)).isEqualTo(there);
            // What the other machine stored and shared is shared for us, too.
            assertThat(a.share(List.of(two))).isTrue();
        }
    }

    @Test
    void aWrongBucketStopsTheStart() {
        S3Settings wrong = S3Settings.of(endpoint(), "no-such-bucket");
        assertThatThrownBy(() -> new S3ObjectStore(new FileObjectStore(home.resolve("a")), wrong))
                .isInstanceOf(S3ObjectStore.FaultyException.class)
                .hasMessageContaining("vigie.store.s3.bucket: there is no bucket 'no-such-bucket'");
    }

    S3ObjectStore open(String folder, Duration sealAfter) throws IOException {
        return new S3ObjectStore(new FileObjectStore(home.resolve(folder)), settings(sealAfter));
    }

    S3Settings settings(Duration sealAfter) {
        return new S3Settings(
                endpoint(), S3Server.BUCKET, "us-east-1", true, prefix, sealAfter, S3Settings.KEEP_LOCAL_BYTES);
    }

    List<String> keys() throws IOException {
        try (S3Bucket bucket = new S3Bucket(settings(Duration.ofMinutes(1)))) {
            return bucket.list("");
        }
    }

    /** Bytes the file system has really given to a file. */
    private static long blocks(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", 2)[0]);
    }

    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
