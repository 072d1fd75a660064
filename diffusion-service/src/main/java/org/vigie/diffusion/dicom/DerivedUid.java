package org.vigie.diffusion.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** UIDs that follow from what they name, so that writing the same object again gives the same one (2.25 + UUIDv5 form). */
final class DerivedUid {
    private DerivedUid() {}

    static String of(List<String> parts) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update("org.vigie.diffusion".getBytes(StandardCharsets.US_ASCII));
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
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
