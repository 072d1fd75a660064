package org.vigie.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vigie.contract.Json;
import org.vigie.contract.ObjectRef;

/**
 * Objects on a volume, readable by any process that mounts it: small ones in the packs of their writer
 * ({@code packs/<writer>/}), those above {@value #PACKED_BYTES} bytes in files of their own ({@code objects/}).
 *
 * <p>Each writing process has packs of its own; another process sees an object as soon as it is written.
 */
public final class FileObjectStore implements ObjectStore {
    /** Larger objects would make packs of themselves, and are read by piece. */
    public static final long PACKED_BYTES = 32L << 20;

    /** Length from which a pack is sealed, in bytes. */
    public static final long PACK_BYTES = 256L << 20;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*");
    private static final int MAX_PROCESSES = 256;
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path root;
    private final Path incoming;
    private final Path names;
    private final Path packs;
    private final ObjectFiles files;
    private final PackCatalogue catalogue;
    private final Forcing forcing;
    private final long packBytes;
    private final StagingBuffers buffers = new StagingBuffers();
    /** In the order they were opened, in which they are uploaded, too. */
    private final Map<String, PackLog> logs = new LinkedHashMap<>();

    private volatile Consumer<ObjectRef> kept = large -> {};

    /** Opens or creates the store. */
    public FileObjectStore(Path root) throws IOException {
        this(root, PACK_BYTES, Forcing.DATA);
    }

    /**
     * Opens or creates the store.
     *
     * @param packBytes length from which a pack is sealed
     * @param forcing how bytes reach the disk
     */
    public FileObjectStore(Path root, long packBytes, Forcing forcing) throws IOException {
        this.root = root;
        this.incoming = Files.createDirectories(root.resolve("incoming"));
        this.files = new ObjectFiles(Files.createDirectories(root.resolve("objects")));
        this.names = Files.createDirectories(root.resolve("names"));
        this.packs = Files.createDirectories(root.resolve("packs"));
        this.catalogue = new PackCatalogue(packs);
        this.packBytes = packBytes;
        this.forcing = forcing;
    }

    /**
     * Opens the packs of one writing process; what {@code writer} stores from now on goes there too.
     *
     * @param writer the service
     * @param process tells processes of one service apart; the same after a restart
     * @throws PackLog.HeldException if another process has them open
     */
    public PackLog log(String writer, String process) throws IOException {
        PackLog log = new PackLog(packs.resolve(checked(writer + "-" + process)), packBytes, forcing);
        synchronized (logs) {
            logs.put(writer, log);
        }
        return log;
    }

    /**
     * What other processes of a service noted on this volume.
     *
     * @param writer the service
     * @param process this one, whose own notes are left out
     */
    public PeerNotes peers(String writer, String process) {
        return new PeerNotes(packs, checked(writer), packs.resolve(checked(writer + "-" + process)), forcing);
    }

    /**
     * Removes what interrupted writers of a service left staged: all that nobody has written to for an hour, so that other
     * processes of the service keep what they are receiving.
     */
    public void sweepIncoming(String writer) throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : left.filter(f -> f.getFileName().toString().startsWith(checked(writer) + "-"))
                    .toList()) {
                if (isOlder(file, abandoned)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant instant) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Writes and forces a few bytes; throws if the volume does not take them. */
    public void probe() throws IOException {
        Path file = incoming.resolve("probe-" + UUID.randomUUID());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {'o', 'k'}));
            forcing.force(out);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public ObjectSink begin(String writer) throws IOException {
        return begin(writer, whole -> commit(writer, whole));
    }

    @Override
    public ObjectRef put(String writer, byte[] bytes) throws IOException {
        try (ObjectSink sink = begin(writer)) {
            sink.write(bytes, 0, bytes.length);
            return sink.commit();
        }
    }

    /** Whether an object of this length goes to a pack; else {@link #keep} it first and append a note. */
    public boolean isPacked(ObjectSink whole) {
        return whole.bytes() <= PACKED_BYTES;
    }

    /** Makes a large object durable in a file of its own. */
    public void keep(ObjectSink whole) throws IOException {
        files.keep(whole, forcing);
        kept.accept(whole.ref());
    }

    /** Told of every object that gets a file of its own. */
    void onKept(Consumer<ObjectRef> listener) {
        kept = listener;
    }

    void dropFile(ObjectRef ref) throws IOException {
        files.drop(ref);
    }

    Path root() {
        return root;
    }

    /** True if this object had a file of its own that retention removed. */
    boolean isDropped(ObjectRef ref) {
        return files.isDropped(ref);
    }

    @Override
    public boolean contains(ObjectRef ref) {
        try {
            return Files.isRegularFile(files.path(ref)) || catalogue.find(ref).isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A file of its own that has lost its hash is set aside. */
    @Override
    public boolean isIntact(ObjectRef ref) {
        try {
            return files.isIntact(ref) || ObjectStore.super.isIntact(ref);
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public InputStream open(ObjectRef ref) throws IOException {
        return verified(place(ref).orElseThrow(() -> new NoSuchFileException("object " + ref.sha256())), ref);
    }

    InputStream verified(Place place, ObjectRef ref) {
        return new VerifiedInputStream(place.bytes(), ref, place.name(), catalogue::doubt);
    }

    /** One copy of everything, which every reader mounts. */
    @Override
    public boolean share(Collection<ObjectRef> refs) {
        return true;
    }

    @Override
    public void bind(String name, ObjectRef ref) throws IOException {
        Path file = nameFile(name);
        Directories.createDurably(Directories.of(file));
        Path temporary = incoming.resolve("name-" + UUID.randomUUID());
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer json = ByteBuffer.wrap(Json.bytes(ref));
            while (json.hasRemaining()) {
                out.write(json);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(Directories.of(file));
    }

    @Override
    public Optional<ObjectRef> resolve(String name) throws IOException {
        Path file = nameFile(name);
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(Files.readAllBytes(file), ObjectRef.class))
                : Optional.empty();
    }

    /** An object's bytes and what they come from. */
    record Place(String name, InputStream bytes) {}

    /** Empty if the object is not on this volume. */
    Optional<Place> place(ObjectRef ref) throws IOException {
        Path own = files.path(ref);
        if (Files.isRegularFile(own)) {
            try {
                return Optional.of(new Place("objects/" + ref.sha256(), Files.newInputStream(own)));
            } catch (NoSuchFileException uploadedSince) {
                return Optional.empty();
            }
        }
        return catalogue.open(ref).map(bytes -> new Place("its pack", bytes));
    }

    /** Objects in files of their own that are too large for a pack. */
    List<ObjectRef> largeFiles() throws IOException {
        return files.above(PACKED_BYTES);
    }

    /** Where an object of its own file is or would be. */
    Path ownFile(ObjectRef ref) {
        return files.path(ref);
    }

    /** What this process writes, by service. */
    List<PackLog> openLogs() {
        synchronized (logs) {
            return List.copyOf(logs.values());
        }
    }

    Path packs() {
        return packs;
    }

    /** True if the object is in packs this process itself writes, or in a file of its own. */
    boolean isOwn(ObjectRef ref) throws IOException {
        if (Files.isRegularFile(files.path(ref))) {
            return true;
        }
        Optional<PackCatalogue.Found> found = catalogue.find(ref);
        return found.isPresent()
                && openLogs().stream().anyMatch(l -> found.get().pack().startsWith(l.folder()));
    }

    /** Appends without looking whether the object is there. */
    ObjectRef append(String writer, ObjectSink whole) throws IOException {
        if (isPacked(whole)) {
            logOf(writer).append(0, whole, new byte[0]).awaitDurable();
        } else {
            keep(whole);
        }
        return whole.ref();
    }

    ObjectSink begin(String writer, ObjectSink.Target target) throws IOException {
        return new ObjectSink(target, buffers, incoming.resolve(checked(writer) + "-" + UUID.randomUUID()));
    }

    private ObjectRef commit(String writer, ObjectSink whole) throws IOException {
        ObjectRef ref = whole.ref();
        if (!isPacked(whole)) {
            isIntact(ref);
            return append(writer, whole);
        }
        return isStored(ref) && isIntact(ref) ? ref : append(writer, whole);
    }

    /** True if the object is there and survives a power cut, whoever wrote it. */
    private boolean isStored(ObjectRef ref) throws IOException {
        if (Files.isRegularFile(files.path(ref))) {
            return true;
        }
        Optional<PackCatalogue.Found> found = catalogue.find(ref);
        if (found.isPresent() && !found.get().sealed()) {
            try (FileChannel pack = FileChannel.open(found.get().pack(), StandardOpenOption.READ)) {
                forcing.force(pack);
            }
        }
        return found.isPresent();
    }

    /** The packs of this process; the first free folder of its service where it has none yet. */
    private PackLog logOf(String writer) throws IOException {
        synchronized (logs) {
            PackLog open = logs.get(writer);
            for (int i = 0; open == null; i++) {
                try {
                    open = log(writer, Integer.toString(i));
                } catch (PackLog.HeldException held) {
                    if (i == MAX_PROCESSES) {
                        throw held;
                    }
                }
            }
            return open;
        }
    }

    private Path nameFile(String name) {
        return names.resolve(checked(name));
    }

    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "object store: names have lower-case letters, digits, '.', '_', '-' only");
        }
        return name;
    }
}
