package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** JSON being written, byte for byte as {@link org.vigie.contract.Json} writes it; used again and again. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES_A_CHAR = 6;

    private byte[] bytes = new byte[1 << 14];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void copyTo(byte[] target, int at, int from, int to) {
        System.arraycopy(bytes, from, target, at, to - from);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    JsonBytes raw(byte[] ready) {
        room(ready.length);
        System.arraycopy(ready, 0, bytes, size, ready.length);
        size += ready.length;
        return this;
    }

    /** Punctuation and names: ASCII that needs no escape. */
    @SuppressWarnings("deprecation") // low bytes of ASCII
    JsonBytes raw(String ascii) {
        room(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, size);
        size += ascii.length();
        return this;
    }

    JsonBytes string(String text) {
        int length = text.length();
        room(2 + MOST_BYTES_A_CHAR * length);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                bytes[size++] = (byte) c;
            } else if (c < 0x80) {
                escaped(c);
            } else {
                beyondAscii(c);
            }
        }
        bytes[size++] = '"';
        return this;
    }

    /** UTF-8; what takes two chars is escaped, as Jackson does. */
    private void beyondAscii(char c) {
        if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | (c >> 6));
        } else if (Character.isSurrogate(c)) {
            unicode(c);
            return;
        } else {
            bytes[size++] = (byte) (0xe0 | (c >> 12));
            bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        }
        bytes[size++] = (byte) (0x80 | (c & 0x3f));
    }

    private void unicode(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xf];
        }
    }

    private void escaped(char c) {
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\b' -> 'b';
            case '\t' -> 't';
            case '\n' -> 'n';
            case '\f' -> 'f';
            case '\r' -> 'r';
            default -> 0;
        };
        if (letter == 0) {
            unicode(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) letter;
        }
    }

    JsonBytes number(double value) {
        return Double.isFinite(value) ? raw(Double.toString(value)) : string(Double.toString(value));
    }

    /** A member of an object after another one; nothing where there is no value. */
    JsonBytes member(String name, @Nullable String value) {
        return value == null ? this : raw(name).string(value);
    }

    JsonBytes member(String name, @Nullable Double value) {
        return value == null ? this : raw(name).number(value);
    }

    JsonBytes member(String name, @Nullable Integer value) {
        return value == null ? this : raw(name).raw(value.toString());
    }
}
