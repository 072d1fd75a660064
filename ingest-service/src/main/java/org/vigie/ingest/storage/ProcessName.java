package org.vigie.ingest.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the packs of this replica are called: chosen once, kept beside its other state. */
public final class ProcessName {
    private ProcessName() {}

    /** @param dir where this replica keeps what is its own */
    public static String of(Path dir) throws IOException {
        Path file = dir.resolve("process");
        if (!Files.exists(file)) {
            byte[] random = new byte[6];
            new SecureRandom().nextBytes(random);
            Path fresh = dir.resolve("process.new");
            Files.writeString(
                    fresh,
                    HexFormat.of().formatHex(random),
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        String name = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!name.matches("[0-9a-f]{12}")) {
            throw new IOException(file + ": twelve hexadecimal digits expected");
        }
        return name;
    }
}
