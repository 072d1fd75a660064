package org.vigie.staging.hl7;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages accepted lately, by sender, control id and content: sent again they get the same answer and are not recorded
 * again. One forgotten here is harmless too, as its facts keep their ids.
 */
final class Answered {
    private static final int REMEMBERED = 2000;

    private final Map<String, byte[]> answers = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    synchronized byte @Nullable [] find(RawHeader header, byte[] message) {
        return answers.get(key(header, message));
    }

    synchronized void keep(RawHeader header, byte[] message, byte[] answer) {
        answers.put(key(header, message), answer);
    }

    private static String key(RawHeader header, byte[] message) {
        try {
            return header.sendingApplication() + "|" + header.sendingFacility() + "|" + header.controlId() + "|"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
