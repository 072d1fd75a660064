package org.vigie.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;

/**
 * Written beside a sealed pack once the bucket was seen to hold it. Without it the pack is uploaded again, under the same
 * key; so losing it costs time only.
 *
 * @param bucket which one
 * @param name of the pack in it, see {@link RemotePacks}
 * @param dropped records that had lost their body for good when it was uploaded
 */
record UploadMark(String bucket, String name, int dropped) {

    static Path beside(Path pack) {
        return pack.resolveSibling(String.valueOf(pack.getFileName()).replaceAll("\\.pack$", ".up"));
    }

    static Optional<UploadMark> read(Path pack) throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(beside(pack)), UploadMark.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (MalformedEventException torn) {
            return Optional.empty();
        }
    }

    void write(Path pack) throws IOException {
        Path file = beside(pack);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, Json.bytes(this));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
