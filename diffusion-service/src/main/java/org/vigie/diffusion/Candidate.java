package org.vigie.diffusion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.domain.Region;
import org.vigie.mr.SliceGeometry;
import org.vigie.mr.Vector3;

/**
 * A region that could become the contour.
 *
 * @param id of its content: where its voxels lie, which they are, and whose lesion it is. Candidates are laid out anew when
 *     one is accepted; one that is not exactly what was shown has another id
 * @param lesion what the lesion is called
 * @param basis how it came about
 * @param trackingUid empty where it is not known which lesion it is
 */
public record Candidate(
        String id, Origin origin, String lesion, String basis, Optional<String> trackingUid, Region region) {
    private static final int DIGITS = 20;

    public enum Origin {
        /** Came with the study. */
        SENT,
        /** Carried over from an earlier study. */
        EARLIER,
        /** Found in the images. */
        AUTOMATIC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Candidate(
            Origin origin, String lesion, String basis, Optional<String> trackingUid, ImageStack stack, Region region) {
        this(
                origin.word() + "-" + digest(origin, trackingUid, stack, region),
                origin,
                lesion,
                basis,
                trackingUid,
                region);
    }

    /** What a reader sees of it in a list. */
    public String label() {
        return origin == Origin.EARLIER ? lesion + " (earlier study)" : lesion;
    }

    private static String digest(Origin origin, Optional<String> trackingUid, ImageStack stack, Region region) {
        MessageDigest hash = sha256();
        text(hash, origin.word());
        text(hash, trackingUid.orElse(""));
        for (SliceGeometry slice : stack.slices()) {
            text(hash, slice.frameOfReferenceUid().orElse(""));
            hash.update(ByteBuffer.allocate(8)
                    .putInt(slice.columns())
                    .putInt(slice.rows())
                    .flip());
            numbers(hash, slice.columnSpacing(), slice.rowSpacing());
            point(hash, slice.position());
            point(hash, slice.rowDirection());
            point(hash, slice.columnDirection());
        }
        ByteBuffer voxels = ByteBuffer.allocate(4 * region.size());
        for (int i = 0; i < region.size(); i++) {
            voxels.putInt(region.voxel(i));
        }
        hash.update(voxels.flip());
        return HexFormat.of().formatHex(hash.digest()).substring(0, DIGITS);
    }

    private static void text(MessageDigest hash, String text) {
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) 0);
    }

    private static void point(MessageDigest hash, Vector3 point) {
        numbers(hash, point.x(), point.y(), point.z());
    }

    private static void numbers(MessageDigest hash, double... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        hash.update(bytes.flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
