package org.vigie.staging.messaging;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of JSON that many rows have in common, each kept once in a store, under a name made of its content. A row has
 * {@code 0x01} and the name in their place; no JSON contains that byte, so that rows written without names read as they
 * are. Belongs to one thread.
 */
final class RowTexts {
    /** Before every patient key. */
    static final String PREFIX = "!t|";

    private static final byte MARK = 1;
    /** 96 bits of SHA-256. */
    private static final int NAME = 16;

    private static final int DIGEST_BYTES = 12;
    /** Shorter ones stay in the row. */
    private static final int SHORTEST = 3 * NAME;
    /** More than the rules have sentences; what comes beyond stays in the row. */
    private static final int MOST = 20_000;

    private final ReadOnlyKeyValueStore<String, byte[]> rows;
    private final @Nullable KeyValueStore<String, byte[]> writable;
    private final Map<Object, Piece> pieces = new HashMap<>();
    private final Map<String, byte[]> read = new HashMap<>();

    RowTexts(ReadOnlyKeyValueStore<String, byte[]> rows) {
        this(rows, null);
    }

    RowTexts(ReadOnlyKeyValueStore<String, byte[]> rows, @Nullable KeyValueStore<String, byte[]> writable) {
        this.rows = rows;
        this.writable = writable;
    }

    /** @param name with its mark; empty where the piece stays in the row */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Piece(byte[] json, byte[] name) {
        boolean isNamed() {
            return name.length > 0;
        }
    }

    /** @param what the piece says, as an object with a value's equality */
    @Nullable
    Piece known(Object what) {
        return pieces.get(what);
    }

    Piece keep(Object what, byte[] json) {
        if (json.length < SHORTEST || pieces.size() >= MOST || writable == null) {
            return new Piece(json, new byte[0]);
        }
        String name = name(json);
        if (rows.get(PREFIX + name) == null) {
            writable.put(PREFIX + name, json);
        }
        byte[] marked = (" " + name).getBytes(StandardCharsets.US_ASCII);
        marked[0] = MARK;
        Piece piece = new Piece(json, marked);
        pieces.put(what, piece);
        return piece;
    }

    private static String name(byte[] json) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean isPiece(String key) {
        return key.startsWith(PREFIX);
    }

    /**
     * A row with every piece in its place.
     *
     * @throws IllegalStateException if the store lacks one
     */
    byte[] whole(byte[] row) {
        int length = row.length;
        for (int i = 0; i < row.length; i++) {
            if (row[i] == MARK) {
                length += piece(row, i).length - NAME - 1;
                i += NAME;
            }
        }
        if (length == row.length) {
            return row;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (int i = 0; i < row.length; i++) {
            if (row[i] == MARK) {
                byte[] piece = piece(row, i);
                System.arraycopy(piece, 0, whole, at, piece.length);
                at += piece.length;
                i += NAME;
            } else {
                whole[at++] = row[i];
            }
        }
        return whole;
    }

    private byte[] piece(byte[] row, int mark) {
        String name = new String(row, mark + 1, NAME, StandardCharsets.US_ASCII);
        byte[] known = read.get(name);
        if (known == null) {
            known = rows.get(PREFIX + name);
            if (known == null) {
                throw new IllegalStateException("timeline store: a shared text is missing");
            }
            read.put(name, known);
        }
        return known;
    }
}
