package org.vigie.bench.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What {@code fdatasync} costs here after 132 kB were appended, in milliseconds. */
record Flushes(double medianMillis, double p99Millis) {
    private static final int COUNT = 300;

    static Flushes measure(Path folder) throws IOException {
        Path file = folder.resolve("flushes");
        long[] nanos = new long[COUNT];
        ByteBuffer image = ByteBuffer.allocateDirect(132_252);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < COUNT; i++) {
                channel.write(image.rewind());
                long begin = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
        } finally {
            Files.deleteIfExists(file);
        }
        Arrays.sort(nanos);
        return new Flushes(nanos[COUNT / 2] / 1e6, nanos[COUNT * 99 / 100] / 1e6);
    }
}
