package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DataWriter;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.Priority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Short forms of {@code deploy/bench/ingest/run --memory} and {@code --peak}: nothing is lost, nothing is held. */
@Timeout(120)
class ManyAtOnceTest {
    private static final int ASSOCIATIONS = 64;
    private static final int FRAME_BYTES = 512 * 512 * 2;

    @TempDir
    Path home;

    /** The receiver has a heap of 256 MiB, less than the one object. */
    @Test
    void sixtyFourAssociationsAndAnObjectLargerThanTheHeap() throws Exception {
        SentImages sent = new SentImages();
        int frames = 600;
        try (ReceiverProcess receiver = new ReceiverProcess(home);
                ExecutorService senders = Executors.newFixedThreadPool(ASSOCIATIONS + 1)) {
            Future<Integer> large = senders.submit(() -> sendLarge(receiver.port(), frames));
            List<Future<Integer>> running = new ArrayList<>();
            for (int a = 1; a <= ASSOCIATIONS; a++) {
                String root = "1.2.6." + a;
                long seed = a;
                running.add(senders.submit(() -> sent.send(receiver.port(), root, 5, seed)));
            }
            for (Future<Integer> one : running) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isZero();
            }
            assertThat(large.get(60, TimeUnit.SECONDS)).isZero();
            assertThat(receiver.isAlive()).isTrue();
        }
        assertThat(sent.size()).isEqualTo(5 * ASSOCIATIONS);
        sent.assertKept(home, "64 associations");
    }

    /** 25 studies of 20 images that begin within three seconds: an hour's peak, scaled down. */
    @Test
    void aPeakOfStudiesLosesNone() throws Exception {
        long seed = Long.getLong("vigie.seed", System.nanoTime());
        Random random = new Random(seed);
        SentImages sent = new SentImages();
        ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        try (ReceiverProcess receiver = new ReceiverProcess(home);
                ExecutorService senders = Executors.newFixedThreadPool(25)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int study = 1; study <= 25; study++) {
                String root = "1.2.7." + study;
                long images = random.nextLong();
                long delay = random.nextInt(3_000);
                running.add(senders.submit(() -> {
                    TimeUnit.MILLISECONDS.sleep(delay);
                    long begin = System.nanoTime();
                    int status = sent.send(receiver.port(), root, 20, images);
                    nanos.add(System.nanoTime() - begin);
                    return status;
                }));
            }
            for (Future<Integer> one : running) {
                assertThat(one.get(60, TimeUnit.SECONDS)).as("seed " + seed).isZero();
            }
        }
        assertThat(sent.size()).isEqualTo(500);
        sent.assertKept(home, "peak, seed " + seed);
        System.out.printf(
                Locale.ROOT,
                "peak, short form: 25 studies of 20 images, slowest study %.2f s, -Dvigie.seed=%d%n",
                nanos.stream().mapToLong(n -> n).max().orElse(0) / 1e9,
                seed);
    }

    private static int sendLarge(int port, int frames) throws IOException, InterruptedException {
        Attributes head = SentImages.image("1.2.8", "1.2.8.1", 1, new Random(1));
        head.remove(Tag.PixelData);
        head.setString(Tag.SOPClassUID, VR.UI, UID.EnhancedMRImageStorage);
        head.setInt(Tag.Rows, VR.US, 512);
        head.setInt(Tag.Columns, VR.US, 512);
        head.setInt(Tag.NumberOfFrames, VR.IS, frames);
        DataWriter streamed = (out, syntax) -> {
            @SuppressWarnings("resource") // the association closes the stream
            DicomOutputStream dicom = new DicomOutputStream(out, UID.ExplicitVRLittleEndian);
            dicom.writeDataset(null, head);
            dicom.flush();
            out.write(ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 0x7FE0)
                    .putShort((short) 0x0010)
                    .put((byte) 'O')
                    .put((byte) 'W')
                    .putShort((short) 0)
                    .putInt(frames * FRAME_BYTES)
                    .array());
            byte[] frame = new byte[FRAME_BYTES];
            for (int i = 0; i < frames; i++) {
                out.write(frame);
            }
        };
        try (Scu scu = new Scu("LARGE")) {
            Association association = scu.associate(port, UID.EnhancedMRImageStorage, UID.ExplicitVRLittleEndian);
            DimseRSP response = association.cstore(
                    UID.EnhancedMRImageStorage, "1.2.8.1", Priority.NORMAL, streamed, UID.ExplicitVRLittleEndian);
            response.next();
            int status = response.getCommand().getInt(Tag.Status, -1);
            association.release();
            return status;
        }
    }
}
