package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.Listening;

/** Many associations at a time hold no more in memory than one. */
@Timeout(60)
class LargeReadsTest {
    private static final byte[] LARGE = new byte[4 << 20];

    @TempDir
    Path home;

    @Test
    void largeContentsAreComparedOneAfterTheOther() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> comparisons = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                comparisons.add(senders.submit(
                        () -> SameContent.test(() -> watched(now, most, two), () -> new ByteArrayInputStream(LARGE))));
            }
            for (Future<Boolean> comparison : comparisons) {
                assertThat(comparison.get()).isTrue();
            }
        }
        assertThat(most).hasValue(1);
    }

    /** Counts who is behind the first megabyte, and gives a second one time to come there. */
    private static InputStream watched(AtomicInteger now, AtomicInteger most, CountDownLatch two) {
        return new FilterInputStream(new ByteArrayInputStream(LARGE)) {
            private int read;
            private boolean counted;

            @Override
            public int read(byte[] to, int from, int length) throws IOException {
                int n = super.read(to, from, Math.min(length, 1 << 16));
                read += Math.max(0, n);
                if (read > 1 << 20 && !counted) {
                    counted = true;
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    two.countDown();
                    try {
                        boolean _ = two.await(100, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return n;
            }

            @Override
            public void close() throws IOException {
                now.decrementAndGet();
                super.close();
            }
        };
    }

    @Test
    void unfinishedRequestsForCommitmentDoNotFillTheMemory() throws IOException {
        byte[] half = new byte[24 << 20];
        try (Listening vigie = new Listening(home, Map.of());
                Socket second = OddCommandsTest.associated(vigie, "1.2.840.10008.1.20.1")) {
            try (Socket unfinished = OddCommandsTest.associated(vigie, "1.2.840.10008.1.20.1")) {
                ask(unfinished, half, false);
                assertThat(statusOf(second, half)).isEqualTo(0x0213);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(statusOf(second, half)).isEqualTo(0x0110));
        }
    }

    private static int statusOf(Socket socket, byte[] dataSet) throws IOException {
        ask(socket, dataSet, true);
        return OddCommandsTest.answer(socket).getInt(org.dcm4che3.data.Tag.Status, -1);
    }

    private static void ask(Socket socket, byte[] dataSet, boolean whole) throws IOException {
        socket.getOutputStream().write(Pdus.data(1, true, true, OddCommandsTest.action()));
        int step = 1 << 16;
        for (int from = 0; from < dataSet.length; from += step) {
            boolean last = whole && from + step >= dataSet.length;
            byte[] fragment = new byte[Math.min(step, dataSet.length - from)];
            socket.getOutputStream().write(Pdus.data(1, false, last, fragment));
        }
    }
}
