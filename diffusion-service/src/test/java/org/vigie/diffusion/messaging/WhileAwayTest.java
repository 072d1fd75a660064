package org.vigie.diffusion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.store.s3.BucketAwayException;

@Timeout(20)
class WhileAwayTest {
    private final WhileAway patience = new WhileAway(Duration.ofMillis(1), Duration.ofMillis(4));
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void theStudyIsMeasuredWhenTheBucketIsBackHoweverOftenItWasTried() throws Exception {
        int outage = 100;
        String result = patience.call(() -> {
            if (calls.incrementAndGet() <= outage) {
                throw new BucketAwayException("S3 does not answer");
            }
            return "measured";
        });
        assertThat(result).isEqualTo("measured");
        assertThat(calls).hasValue(101);
    }

    @Test
    void anyOtherFaultIsTheStudysOwn() {
        for (IOException fault : new IOException[] {new NoSuchFileException("object"), new IOException("disk")}) {
            assertThatThrownBy(() -> patience.call(() -> {
                        calls.incrementAndGet();
                        throw fault;
                    }))
                    .isSameAs(fault);
        }
        assertThat(calls).hasValue(2);
    }

    @Test
    void whoIsNotWantedAnyMoreStops() throws InterruptedException {
        FutureTask<String> task = new FutureTask<>(() -> patience.call(() -> {
            calls.incrementAndGet();
            throw new BucketAwayException("S3 does not answer");
        }));
        Thread worker = Thread.ofPlatform().start(task);
        while (calls.get() < 3) {
            Thread.onSpinWait();
        }
        task.cancel(true);
        worker.join();
        assertThat(worker.isAlive()).isFalse();
    }
}
