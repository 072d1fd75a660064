package org.vigie.store;

/**
 * What was taken out of packs, or could be.
 *
 * @param bytes of bodies, on disk or in the bucket
 */
public record Freed(int objects, long bytes) {
    public static final Freed NOTHING = new Freed(0, 0);

    public Freed plus(Freed other) {
        return new Freed(objects + other.objects, bytes + other.bytes);
    }
}
