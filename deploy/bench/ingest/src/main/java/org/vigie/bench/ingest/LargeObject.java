package org.vigie.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** 63 associations of 100 slices each beside one object of 2 GiB, in a heap of 512 MiB. */
final class LargeObject {
    private static final int ASSOCIATIONS = 63;
    private static final int IMAGES = 100;
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 2_046;

    private final Path root;
    private final Path work;

    LargeObject(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    Map<String, Object> run() throws IOException, InterruptedException {
        Slices slices = new Slices(IMAGES, IMAGES);
        try (Receiver ours = Receiver.ours(root, work.resolve("memory"), 0, 512);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Senders.send(slices, 900, ours, 4, 16);
            long before = ours.residentBytes();
            long begin = System.nanoTime();
            Future<Integer> large = threads.submit(() -> sendLarge(ours));
            List<Future<Integer>> others = new ArrayList<>();
            for (int a = 0; a < ASSOCIATIONS; a++) {
                int association = a;
                others.add(threads.submit(() -> sendSmall(slices, association, ours)));
            }
            long peak = before;
            int received = 0;
            for (Future<Integer> other : others) {
                received += other.get();
                peak = Math.max(peak, ours.residentBytes());
            }
            while (!large.isDone()) {
                peak = Math.max(peak, ours.residentBytes());
                Thread.sleep(50);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("associations", ASSOCIATIONS + large.get());
            result.put("imagesReceived", received);
            result.put("largeObjectBytes", (long) BLOCK * BLOCKS);
            result.put("heapLimitMiB", 512);
            result.put("residentMiBBefore", before >> 20);
            result.put("residentMiBPeak", peak >> 20);
            result.put("seconds", (System.nanoTime() - begin) / 1e9);
            return result;
        } catch (ExecutionException e) {
            throw new IOException("sender failed", e.getCause());
        }
    }

    private static int sendSmall(Slices slices, int round, Receiver ours) throws IOException {
        try (Scu scu = new Scu(ours.port(), ours.title(), 1)) {
            for (int i = 0; i < slices.count(); i++) {
                scu.store(Slices.MR_IMAGE, slices.sopInstanceUid(round, i), slices.copyOf(i, round));
            }
            return scu.finish().length;
        }
    }

    /** Frames of 1 MiB: 724 x 724 would not be even, 512 x 1,024 is. */
    private static int sendLarge(Receiver ours) throws IOException {
        String uid = "1.2.826.0.1.3680043.10.1469.2.";
        byte[] head = Slices.header(uid + 1, uid + 2, uid + 3, 999, 1)
                .unsignedShort(0x0028, 0x0002, 1)
                .text(0x0028, 0x0004, "CS", "MONOCHROME2")
                .text(0x0028, 0x0008, "IS", Integer.toString(BLOCKS))
                .unsignedShort(0x0028, 0x0010, 512)
                .unsignedShort(0x0028, 0x0011, 1_024)
                .unsignedShort(0x0028, 0x0100, 16)
                .unsignedShort(0x0028, 0x0101, 12)
                .unsignedShort(0x0028, 0x0102, 11)
                .unsignedShort(0x0028, 0x0103, 0)
                .longHead(0x7FE0, 0x0010, "OW", (long) BLOCK * BLOCKS)
                .toBytes();
        try (Scu scu = new Scu(ours.port(), ours.title(), 1)) {
            scu.storeLarge(Slices.MR_IMAGE, uid + 1, head, new byte[BLOCK], BLOCKS);
            return scu.finish().length;
        }
    }
}
