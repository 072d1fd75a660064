package org.vigie.contract;

import java.util.regex.Pattern;

/**
 * Claim check for bytes in the object store: what they are, never where they are.
 *
 * @param sha256 lower-case hex SHA-256 of the bytes, 64 characters
 * @param bytes number of bytes, zero or more
 */
public record ObjectRef(String sha256, long bytes) {
    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code sha256} is not 64 lower-case hex digits or {@code bytes} is negative */
    public ObjectRef {
        if (!HEX_SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("ObjectRef.sha256: 64 lower-case hex digits expected");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("ObjectRef.bytes: negative length " + bytes);
        }
    }
}
