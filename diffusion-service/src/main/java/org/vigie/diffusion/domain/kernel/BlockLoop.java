package org.vigie.diffusion.domain.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Deals the blocks of a volume out to threads. Blocks start at fixed voxels, so that the threads change no bit. */
final class BlockLoop {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("diffusion-map-", 0).factory());

    private BlockLoop() {}

    /** One thread's work on the voxels from {@code first} on. */
    @FunctionalInterface
    interface Block {
        void fit(int first, int count);
    }

    /** @param worker called once per thread: what it returns keeps that thread's scratch */
    static void run(int voxels, int blockSize, int threads, Supplier<Block> worker) {
        AtomicInteger next = new AtomicInteger();
        int blocks = (voxels + blockSize - 1) / blockSize;
        Runnable work = () -> {
            Block block = worker.get();
            for (int i = next.getAndIncrement(); i < blocks; i = next.getAndIncrement()) {
                int first = i * blockSize;
                block.fit(first, Math.min(blockSize, voxels - first));
            }
        };
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, blocks); i++) {
            others.add(CompletableFuture.runAsync(work, THREADS));
        }
        try {
            work.run();
        } finally {
            others.forEach(CompletableFuture::join);
        }
    }
}
