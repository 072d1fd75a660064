package org.vigie.store;

import java.util.Arrays;

/** Values by key, several to a key, 16 bytes an entry: open addressing on a power of two. Not thread-safe. */
final class LongTable {
    private long[] keys = new long[1024];
    /** 0 is free. */
    private long[] values = new long[1024];

    private int size;

    /** @param value not 0 */
    void add(long key, long value) {
        if (3L * (size + 1) > 2L * keys.length) {
            grow();
        }
        int slot = slot(key);
        while (values[slot] != 0) {
            if (keys[slot] == key && values[slot] == value) {
                return;
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
    }

    /** In the order they were added, as long as the table did not grow in between. */
    long[] find(long key) {
        long[] found = new long[2];
        int n = 0;
        for (int slot = slot(key); values[slot] != 0; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key) {
                found = n == found.length ? Arrays.copyOf(found, 2 * n) : found;
                found[n++] = values[slot];
            }
        }
        return Arrays.copyOf(found, n);
    }

    /** Every key, as often as it has values. */
    long[] keys() {
        long[] all = new long[size];
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != 0) {
                all[n++] = keys[i];
            }
        }
        return all;
    }

    int size() {
        return size;
    }

    void clear() {
        keys = new long[1024];
        values = new long[1024];
        size = 0;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[2 * oldKeys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                add(oldKeys[i], oldValues[i]);
            }
        }
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (keys.length - 1);
    }
}
