package org.vigie.ingest.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Many UIDs by 64 bits each: two of a study have the same hash once in 10^14 studies of 500 images. */
final class UidHashes {
    private long[] hashes = new long[16];
    private int size;
    private boolean sorted = true;

    void add(String uid) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = hash(uid);
        sorted = false;
    }

    /** True if all of these are among the others. */
    boolean isWithin(UidHashes others) {
        long[] all = others.sorted();
        for (int i = 0; i < size; i++) {
            if (Arrays.binarySearch(all, 0, others.size, hashes[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private long[] sorted() {
        if (!sorted) {
            Arrays.sort(hashes, 0, size);
            sorted = true;
        }
        return hashes;
    }

    /** FNV-1a, then mixed (the finalizer of SplitMix64), since UIDs differ in their last digits only. */
    private static long hash(String uid) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : uid.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
