package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes up the packs of a folder after whatever ended their writer: whole records stay, a torn tail is cut off. */
final class PackRecovery {
    private final Path folder;
    private final Forcing forcing;
    private final Visitor visitor;
    private int damaged;

    /** Sees what is found, in order. */
    interface Visitor {
        void record(RecordHead head, long position);

        void sealed(long base, Path pack);
    }

    /**
     * What the writer goes on with.
     *
     * @param unsealed null if a new pack must be made
     * @param end position behind the last whole record
     */
    record Found(@Nullable OpenPack unsealed, long end) {}

    PackRecovery(Path folder, Forcing forcing, Visitor visitor) {
        this.folder = folder;
        this.forcing = forcing;
        this.visitor = visitor;
    }

    /** Stretches that make no sense and bodies that lost their hash. */
    int damaged() {
        return damaged;
    }

    Found recover() throws IOException {
        List<Path> packs = packs();
        long end = 0;
        for (int i = 0; i < packs.size(); i++) {
            Path file = packs.get(i);
            boolean last = i == packs.size() - 1;
            Optional<PackReader> opened = PackReader.open(file);
            if (opened.isEmpty()) {
                end = withoutRecords(file, last, end);
                continue;
            }
            try (PackReader pack = opened.get()) {
                long limit = last ? Long.MAX_VALUE : PackHead.base(packs.get(i + 1)) - pack.base();
                Optional<PackIndex> known = PackIndex.read(file);
                PackIndex index = known.isPresent() ? known.get() : repair(pack, limit);
                index.entries().forEach(e -> visitor.record(e.head(), pack.base() + e.offset()));
                if (pack.isHeadDamaged()) {
                    index = restored(pack, file, index, known.isPresent());
                } else if (last && known.isEmpty()) {
                    return new Found(OpenPack.reopen(file, pack.marker(), pack.base(), index, forcing), 0);
                } else if (known.isEmpty()) {
                    cut(file, index.packBytes());
                    index.write(file);
                }
                visitor.sealed(pack.base(), file);
                end = pack.base() + index.packBytes();
            }
        }
        return new Found(null, end);
    }

    /** In order; what an interrupted rewriting left is removed. */
    private List<Path> packs() throws IOException {
        List<Path> packs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".pack")) {
                    packs.add(file);
                } else if (file.toString().endsWith(Thinning.UNFINISHED)) {
                    Files.delete(file);
                }
            }
        }
        return packs;
    }

    /** A pack that was made, and whose head never reached the disk, has no records; any other is kept to be looked at. */
    private long withoutRecords(Path file, boolean last, long end) throws IOException {
        boolean unused;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            unused = last && !Files.exists(PackIndex.beside(file)) && PackHead.isAlone(channel);
        }
        if (unused) {
            Files.delete(file);
            return end;
        }
        damaged++;
        return PackHead.base(file) + Math.max(PackReader.HEAD_BYTES, Files.size(file));
    }

    /** A damaged head is written again; a pack that has lost bytes once gets no new records, and loses none of its own. */
    private PackIndex restored(PackReader pack, Path file, PackIndex found, boolean isIndexed) throws IOException {
        damaged++;
        PackIndex index = new PackIndex(pack.size(), found.entries());
        if (!isIndexed) {
            index.write(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            PackFile whole = new PackFile(file, channel);
            whole.write(PackHead.bytes(pack.marker(), pack.base()), 0);
            whole.force(Forcing.DATA);
        }
        return index;
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            channel.force(true);
        }
    }

    /** The whole records of a pack that was being written; a tail without its hash is left out. */
    private PackIndex repair(PackReader pack, long limit) throws IOException {
        PackIndex index = PackIndex.scan(pack);
        List<PackEntry> entries = new ArrayList<>(index.entries());
        long end = index.packBytes();
        // What a broken disk did not take may still be there, behind the point at which the next pack goes on.
        while (!entries.isEmpty() && end > limit) {
            end = entries.removeLast().offset();
        }
        long expected = PackReader.HEAD_BYTES;
        for (PackEntry entry : entries) {
            damaged += entry.offset() == expected ? 0 : 1;
            expected = entry.offset() + entry.head().recordBytes();
        }
        while (!entries.isEmpty() && !Bodies.isIntact(pack, entries.getLast())) {
            end = entries.removeLast().offset();
        }
        for (PackEntry entry : entries) {
            damaged += Bodies.isIntact(pack, entry) ? 0 : 1;
        }
        return new PackIndex(end, entries);
    }
}
