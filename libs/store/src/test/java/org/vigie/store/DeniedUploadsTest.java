package org.vigie.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;
import org.vigie.store.s3.DenyingBucket;
import org.vigie.store.s3.S3Server;
import org.vigie.store.s3.S3Settings;

/** The right to read is there and the right to put is not. */
@Timeout(60)
class DeniedUploadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private DenyingBucket bucket;

    @BeforeEach
    void open() throws IOException {
        bucket = new DenyingBucket();
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void aBucketThatTakesNothingDoesNotCountAsOneThatAnswers() throws IOException {
        bucket.deny(key -> true);
        try (S3ObjectStore store = new S3ObjectStore(new FileObjectStore(home), settings())) {
            assertThat(store.answers()).isTrue();
            ObjectRef ref = store.put("diffusion", BucketContract.bytes(1, 1_000));
            assertThat(store.share(List.of(ref))).isFalse();

            await().atMost(PATIENCE).until(() -> store.state().refused());
            // What asks tells an outage by it, and no study is called faulty.
            assertThat(store.answers()).isFalse();
            assertThat(store.state().reachable()).isFalse();
            assertThat(store.state().backlogBytes()).isGreaterThan(1_000);

            bucket.deny(key -> false);
            store.awaitShared(List.of(ref), PATIENCE);
            await().atMost(PATIENCE).until(() -> store.state().reachable());
            assertThat(store.answers()).isTrue();
            assertThat(store.state().refused()).isFalse();
        }
    }

    @Test
    void onePackThatIsDeniedHoldsUpNoOther() throws IOException {
        AtomicReference<String> first = new AtomicReference<>("");
        bucket.deny(key -> key.startsWith("packs/") && (first.compareAndSet("", key) || key.equals(first.get())));
        try (S3ObjectStore store = new S3ObjectStore(new FileObjectStore(home), settings())) {
            ObjectRef one = store.put("diffusion", BucketContract.bytes(1, 1_000));
            assertThat(store.share(List.of(one))).isFalse();
            await().atMost(PATIENCE).until(() -> store.state().retries() > 0);
            ObjectRef two = store.put("diffusion", BucketContract.bytes(2, 1_000));

            store.awaitShared(List.of(two), PATIENCE);
            assertThat(store.share(List.of(one))).isFalse();
            // It is the pack's own fault: who waits for it does not wait for ever.
            assertThat(store.answers()).isTrue();
            assertThat(store.state().refused()).isFalse();
        }
    }

    private S3Settings settings() {
        return S3Settings.of(bucket.endpoint(), S3Server.BUCKET);
    }
}
