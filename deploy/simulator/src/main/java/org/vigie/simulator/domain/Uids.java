package org.vigie.simulator.domain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** UIDs that are a function of what they name: a version 5 UUID under 2.25 (PS3.5 B.2). */
public final class Uids {
    private Uids() {}

    /** Different lists of parts give different UIDs; the same list always gives the same. */
    public static String of(String... parts) {
        MessageDigest sha1 = sha1();
        sha1.update("org.vigie.simulator".getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha1.update(BigInteger.valueOf(bytes.length).toByteArray());
            sha1.update((byte) ':');
            sha1.update(bytes);
        }
        byte[] uuid = Arrays.copyOf(sha1.digest(), 16);
        uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x50);
        uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
        return "2.25." + new BigInteger(1, uuid);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
