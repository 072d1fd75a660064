package org.vigie.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * Event ids that a re-run gives again: UUIDv5 (RFC 9562, section 5.5) over the input event ids, the step and its version.
 */
public final class EventId {
    /** Vigie's own UUIDv5 name space. */
    static final UUID NAMESPACE = UUID.fromString("7b0c3f3e-5d6a-5e0e-9a54-76696769652e");

    private EventId() {}

    /**
     * @param inputs ids of the events, or of the facts, that were read; order counts
     * @param step what was done, for example {@code diffusion.measure}
     * @param stepVersion version of the algorithm or rule
     */
    public static UUID of(List<String> inputs, String step, String stepVersion) {
        return uuid5(NAMESPACE, String.join("\n", inputs) + "\n\n" + step + "\n" + stepVersion);
    }

    /** UUIDv5 of a name in a name space. */
    public static UUID uuid5(UUID namespace, String name) {
        byte[] hash = sha1(namespace, name);
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new UUID(bits.getLong(), bits.getLong());
    }

    private static byte[] sha1(UUID namespace, String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array());
            return digest.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
