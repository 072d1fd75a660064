package org.vigie.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rewrites a sealed pack with holes where bodies are no longer to be kept. Heads and notes stay where they are and the file
 * keeps its length, so no position and no index of another process changes its meaning; the file system gives the blocks of
 * the holes back. The new file takes the old one's name in one step: whoever reads sees one or the other whole.
 */
final class Thinning {
    static final String UNFINISHED = ".pack.new";

    private Thinning() {}

    /** What rewriting would win. */
    static Freed wouldWin(PackIndex index, Function<PackEntry, RecordHead.Kind> becomes) {
        Freed won = Freed.NOTHING;
        for (PackEntry entry : index.entries()) {
            if (entry.head().kind() != next(entry, becomes)) {
                won = won.plus(new Freed(1, entry.head().bodyBytes()));
            }
        }
        return won;
    }

    /** What is lost never comes back, and a note stays a note. */
    private static RecordHead.Kind next(PackEntry entry, Function<PackEntry, RecordHead.Kind> becomes) {
        RecordHead.Kind now = entry.head().kind();
        return switch (now) {
            case NOTE, DROPPED -> now;
            case OBJECT -> becomes.apply(entry);
            case EVICTED -> becomes.apply(entry) == RecordHead.Kind.DROPPED ? RecordHead.Kind.DROPPED : now;
        };
    }

    /**
     * Rewrites a pack and then its index.
     *
     * @param becomes what a record is from now on; what has lost its body never gets it back
     */
    static void rewrite(Path file, PackIndex index, Function<PackEntry, RecordHead.Kind> becomes, Forcing forcing)
            throws IOException {
        Path temporary = file.resolveSibling(String.valueOf(file.getFileName()).replaceAll("\\.pack$", UNFINISHED));
        List<PackEntry> entries = new ArrayList<>();
        try (PackReader pack = PackReader.open(file).orElseThrow(() -> new IOException("pack without its head"));
                RandomAccessFile made = new RandomAccessFile(temporary.toFile(), "rw")) {
            FileChannel out = made.getChannel();
            out.truncate(0);
            made.setLength(pack.size());
            long copied = 0;
            ByteBuffer head = ByteBuffer.allocate(RecordHead.BYTES);
            for (PackEntry listed : index.entries()) {
                // The index may be older than the pack, if a rewriting ended between the two.
                PackEntry entry =
                        new PackEntry(listed.offset(), pack.at(listed.offset()).orElse(listed.head()));
                RecordHead.Kind next = next(entry, becomes);
                RecordHead after = entry.head().as(next);
                entries.add(new PackEntry(entry.offset(), after));
                if (next == RecordHead.Kind.EVICTED || next == RecordHead.Kind.DROPPED) {
                    copy(pack.channel(), out, copied, entry.offset());
                    after.put(head, 0, pack.marker());
                    write(out, head.clear(), entry.offset());
                    copied = entry.offset() + RecordHead.BYTES + after.bodyBytes();
                }
            }
            copy(pack.channel(), out, copied, pack.size());
            forcing.force(out);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(Directories.of(file));
        new PackIndex(index.packBytes(), entries).write(file);
    }

    private static void copy(FileChannel from, FileChannel to, long start, long end) throws IOException {
        to.position(start);
        long at = start;
        while (at < end) {
            long n = from.transferTo(at, end - at, to);
            if (n <= 0) {
                throw new IOException("pack ends early");
            }
            at += n;
        }
    }

    private static void write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += to.write(bytes, position);
        }
    }
}
