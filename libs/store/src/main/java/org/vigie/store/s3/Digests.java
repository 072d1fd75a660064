package org.vigie.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** What an upload must turn out to be. */
record Digests(long bytes, String sha256Base64, String md5Hex) {

    static Digests of(byte[] content) {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        sha256.update(content);
        md5.update(content);
        return of(content.length, sha256, md5);
    }

    static Digests of(Path file) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        MessageDigest md5 = digest("MD5");
        long bytes = 0;
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                md5.update(buffer, 0, n);
                bytes += n;
            }
        }
        return of(bytes, sha256, md5);
    }

    static String base64(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static Digests of(long bytes, MessageDigest sha256, MessageDigest md5) {
        return new Digests(bytes, base64(sha256), HexFormat.of().formatHex(md5.digest()));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
