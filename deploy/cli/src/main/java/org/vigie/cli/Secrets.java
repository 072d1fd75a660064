package org.vigie.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What this installation must not tell: made once, then only read. The site key never changes, because every
 * pseudonym was made with it.
 *
 * @param adminPasswordIsNew it was made just now and has not been shown to anybody
 */
public record Secrets(String apiPassword, String adminPassword, String postgresPassword, boolean adminPasswordIsNew) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] READABLE = "abcdefghjkmnpqrstuvwxyz23456789".toCharArray();

    public static Secrets readOrCreate(Home home) {
        home.create();
        Path dir = home.secrets();
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        readOr(dir.resolve("site.key"), HexFormat.of().formatHex(key));
        boolean fresh = !Files.exists(dir.resolve("admin.password"));
        return new Secrets(
                readOr(dir.resolve("api.password"), random(32)),
                readOr(dir.resolve("admin.password"), random(16)),
                readOr(dir.resolve("postgres.password"), random(32)),
                fresh);
    }

    /** Password of the services' REST interfaces, user {@code vigie}. */
    public static String apiPassword(Home home) {
        Path file = home.secrets().resolve("api.password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CommandException("no API password in " + file + ": has 'vigie up' run with this VIGIE_HOME?");
        }
    }

    private static String readOr(Path file, String fresh) {
        try {
            if (!Files.exists(file)) {
                keep(file, fresh);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("secret cannot be kept: " + file, e);
        }
    }

    /** The first of several at once counts for all of them: a link replaces nothing. */
    private static void keep(Path file, String fresh) throws IOException {
        Path written = Files.createTempFile(
                Objects.requireNonNull(file.getParent()),
                "secret",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(written, fresh.getBytes(StandardCharsets.US_ASCII));
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException first) {
            // what stands there is whole
        } finally {
            Files.delete(written);
        }
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(READABLE[RANDOM.nextInt(READABLE.length)]);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Secrets";
    }
}
