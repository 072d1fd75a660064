package org.vigie.ingest.storage;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.vigie.contract.Json;
import org.vigie.contract.MalformedEventException;

/** Lines of JSON that know whether they are whole: CRC-32C in eight hex digits, a space, the JSON, a line feed. */
final class Lines {
    private static final int PREFIX = 9;

    private Lines() {}

    static byte[] encode(Object value) {
        byte[] json = Json.bytes(value);
        byte[] line = new byte[PREFIX + json.length + 1];
        System.arraycopy((crc(json, 0, json.length) + " ").getBytes(StandardCharsets.US_ASCII), 0, line, 0, PREFIX);
        System.arraycopy(json, 0, line, PREFIX, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /** @param line without its line feed; empty if it is damaged */
    static <T> Optional<T> decode(byte[] line, Class<T> type) {
        if (line.length <= PREFIX) {
            return Optional.empty();
        }
        String stated = new String(line, 0, PREFIX, StandardCharsets.US_ASCII);
        if (!stated.equals(crc(line, PREFIX, line.length - PREFIX) + " ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(java.util.Arrays.copyOfRange(line, PREFIX, line.length), type));
        } catch (MalformedEventException otherVersion) {
            return Optional.empty();
        }
    }

    private static String crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
