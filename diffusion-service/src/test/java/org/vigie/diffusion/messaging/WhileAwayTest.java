package org.vigie.diffusion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigie.store.s3.BucketAwayException;

@Timeout(20)
class WhileAwayTest {
    private final AtomicBoolean answers = new AtomicBoolean();
    private final WhileAway patience = new WhileAway(Duration.ofMillis(1), Duration.ofMillis(4), answers::get);
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
    void aStudyWhoseObjectIsDeniedIsGivenBackWhenTheBucketAnswers() {
        answers.set(true);
        BucketAwayException denied = new BucketAwayException("S3 answered 403 AccessDenied for key objects/1");
        assertThatThrownBy(() -> patience.call(() -> {
                    calls.incrementAndGet();
                    throw denied;
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the bucket answers, the study fails: S3 answered 403 AccessDenied for key objects/1")
                .hasCause(denied);
        assertThat(calls).hasValue(5);
    }

    @Test
    void whatFailedDuringAnOutageDoesNotCountAfterIt() throws Exception {
        // Away, back for four tries, away again, back for four more: never five in a row.
        String result = patience.call(() -> {
            int call = calls.incrementAndGet();
            answers.set(call % 50 > 45);
            if (call < 100) {
                throw new BucketAwayException("S3 answered 503 for key objects/1");
            }
            return "measured";
        });
        assertThat(result).isEqualTo("measured");
        assertThat(calls).hasValue(100);
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
