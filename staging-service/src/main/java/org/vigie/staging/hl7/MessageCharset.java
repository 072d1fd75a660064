package org.vigie.staging.hl7;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** MSH-18 (HL7 table 0211) to the character set in which the bytes are read. */
final class MessageCharset {
    private MessageCharset() {}

    /** Empty if the name is none we know. */
    static Optional<Charset> named(String name, Charset byDefault) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "" -> Optional.of(byDefault);
            case "ASCII", "ISO IR6" -> Optional.of(StandardCharsets.US_ASCII);
            case "8859/1", "ISO IR100", "ISO-8859-1" -> Optional.of(StandardCharsets.ISO_8859_1);
            case "8859/2" -> Optional.of(Charset.forName("ISO-8859-2"));
            case "8859/9" -> Optional.of(Charset.forName("ISO-8859-9"));
            case "8859/15" -> Optional.of(Charset.forName("ISO-8859-15"));
            case "UNICODE UTF-8", "UTF-8", "UNICODE" -> Optional.of(StandardCharsets.UTF_8);
            default -> Optional.empty();
        };
    }

    /** @throws Refusal (AR, MSH-18) if the bytes are not of that character set */
    static String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.rejected(
                    Location.of("MSH").field(18), Err.Kind.TABLE_VALUE, "the character set the message is written in");
        }
    }
}
