package org.vigie.diffusion.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Fragments;

/** Fragments of encapsulated pixel data to frames (PS3.5 A.4). */
final class EncapsulatedFrames {
    private static final int ITEM_HEADER = 8;

    private EncapsulatedFrames() {}

    /**
     * One entry per frame: by the Basic Offset Table, else one fragment each, else where a codestream begins.
     *
     * @param frames how many the header states
     * @return empty where the fragments cannot be told apart into so many frames
     */
    static Optional<List<byte[]>> of(Fragments fragments, int frames) {
        List<byte[]> parts = new ArrayList<>();
        for (Object fragment : fragments) {
            parts.add(fragment instanceof byte[] bytes ? bytes : new byte[0]);
        }
        if (parts.size() < 2 || frames < 1) {
            return Optional.empty();
        }
        byte[] table = parts.removeFirst();
        if (frames == 1) {
            return Optional.of(List.of(joined(parts)));
        }
        if (table.length == Integer.BYTES * frames) {
            return byOffsets(table, parts, frames);
        }
        if (parts.size() == frames) {
            return Optional.of(List.copyOf(parts));
        }
        return byStart(parts, frames);
    }

    private static Optional<List<byte[]>> byOffsets(byte[] table, List<byte[]> parts, int frames) {
        ByteBuffer offsets = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> starts = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            starts.add(Integer.toUnsignedLong(offsets.getInt()));
        }
        List<List<byte[]>> grouped = new ArrayList<>();
        long position = 0;
        for (byte[] part : parts) {
            if (grouped.size() < frames && starts.get(grouped.size()) == position) {
                grouped.add(new ArrayList<>());
            }
            if (grouped.isEmpty()) {
                return Optional.empty();
            }
            grouped.getLast().add(part);
            position += ITEM_HEADER + part.length;
        }
        return grouped.size() == frames ? Optional.of(joinedEach(grouped)) : Optional.empty();
    }

    private static Optional<List<byte[]>> byStart(List<byte[]> parts, int frames) {
        List<List<byte[]>> grouped = new ArrayList<>();
        for (byte[] part : parts) {
            if (grouped.isEmpty() || beginsCodestream(part)) {
                grouped.add(new ArrayList<>());
            }
            grouped.getLast().add(part);
        }
        return grouped.size() == frames ? Optional.of(joinedEach(grouped)) : Optional.empty();
    }

    private static boolean beginsCodestream(byte[] part) {
        return part.length > 2
                && (part[0] & 0xff) == 0xff
                && ((part[1] & 0xff) == 0xd8 || (part[1] & 0xff) == 0x4f)
                && (part[2] & 0xff) == 0xff;
    }

    private static List<byte[]> joinedEach(List<List<byte[]>> grouped) {
        return grouped.stream().map(EncapsulatedFrames::joined).toList();
    }

    private static byte[] joined(List<byte[]> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
