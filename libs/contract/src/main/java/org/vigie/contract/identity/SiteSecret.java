package org.vigie.contract.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;

/**
 * The site secret and the only two things done with it: pseudonyms and sealing of identities. It never rotates (a change
 * is a migration).
 */
public final class SiteSecret {
    private static final int MIN_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec pseudonymKey;
    private final SecretKeySpec sealingKey;
    private final SecureRandom random = new SecureRandom();

    /** @throws IllegalArgumentException if the secret is shorter than 32 bytes */
    public SiteSecret(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("site secret: at least " + MIN_BYTES + " bytes expected");
        }
        this.pseudonymKey = new SecretKeySpec(secret, "HmacSHA256");
        this.sealingKey = new SecretKeySpec(
                hmac(pseudonymKey, "vigie identity sealing key v1".getBytes(StandardCharsets.UTF_8)), "AES");
    }

    /** Reads a secret kept as hexadecimal text. */
    public static SiteSecret read(Path hexFile) throws IOException {
        return new SiteSecret(HexFormat.of().parseHex(Files.readString(hexFile).strip()));
    }

    /**
     * The patient key: lower-case hex HMAC-SHA256 of canonical issuer, line feed and normalised PatientID.
     *
     * @throws IllegalArgumentException if either is empty; see {@link Issuers} for the one spelling
     */
    public String patientKey(String canonicalIssuer, String patientId) {
        String id = PatientIds.normalise(patientId);
        if (canonicalIssuer.isEmpty() || id.isEmpty()) {
            throw new IllegalArgumentException("patient key: issuer and PatientID must not be empty");
        }
        return HexFormat.of()
                .formatHex(hmac(pseudonymKey, (canonicalIssuer + "\n" + id).getBytes(StandardCharsets.UTF_8)));
    }

    /** Seals an identity for the identity topic; the patient key is bound to it as associated data. */
    public String seal(String patientKey, PatientIdentity identity) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, patientKey, nonce, Json.bytes(identity));
        byte[] all = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        return Base64.getEncoder().encodeToString(all);
    }

    /** @throws MalformedEventException if the text is none of ours, or sealed for another key or under another secret */
    public PatientIdentity open(String patientKey, String sealedIdentity) {
        byte[] all = decode(sealedIdentity);
        byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
        byte[] sealed = java.util.Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return Json.read(crypt(Cipher.DECRYPT_MODE, patientKey, nonce, sealed), PatientIdentity.class);
    }

    private static byte[] decode(String sealedIdentity) {
        byte[] all;
        try {
            all = Base64.getDecoder().decode(sealedIdentity);
        } catch (IllegalArgumentException e) {
            throw new MalformedEventException("sealed identity: not Base64", null);
        }
        if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new MalformedEventException("sealed identity: too short", null);
        }
        return all;
    }

    private byte[] crypt(int mode, String patientKey, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(patientKey.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new MalformedEventException("sealed identity: not for this key or not under this secret", e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
