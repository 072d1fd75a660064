package org.vigie.mr.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.ElementDictionary;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.jspecify.annotations.Nullable;

/**
 * Element values of one data set, read so that nothing a sender writes throws: what is absent, empty or no number where
 * one is due is empty.
 */
record Elements(Attributes attributes) {

    Optional<String> text(int tag) {
        return texts(tag).stream().findFirst();
    }

    /** All values that are not blank, trimmed. */
    List<String> texts(int tag) {
        return clean(strings(() -> attributes.getStrings(tag)));
    }

    boolean has(int tag) {
        return attributes.containsValue(tag);
    }

    /** All values; empty where one of them is no finite number. */
    Optional<double[]> numbers(int tag) {
        VR vr = attributes.getVR(tag);
        if (vr == null) {
            return Optional.empty();
        }
        if (isReal(vr)) {
            return doubles(() -> attributes.getDoubles(tag));
        }
        if (isOpaque(vr)) {
            return ofBytes(bytes(null, tag), ElementDictionary.vrOf(tag, null));
        }
        return isInteger(vr) ? ints(() -> attributes.getInts(tag)) : parsed(texts(tag));
    }

    /** Exactly so many numbers, or empty. */
    Optional<double[]> numbers(int tag, int count) {
        return numbers(tag).filter(n -> n.length == count);
    }

    OptionalDouble number(int tag) {
        return numbers(tag).map(n -> OptionalDouble.of(n[0])).orElse(OptionalDouble.empty());
    }

    OptionalInt integer(int tag) {
        OptionalDouble number = number(tag);
        return number.isPresent() && Math.rint(number.getAsDouble()) == number.getAsDouble()
                ? OptionalInt.of((int) number.getAsDouble())
                : OptionalInt.empty();
    }

    List<Attributes> items(int sequenceTag) {
        Sequence sequence = attributes.getSequence(sequenceTag);
        return sequence == null ? List.of() : List.copyOf(sequence);
    }

    Optional<Elements> firstItem(int sequenceTag) {
        return items(sequenceTag).stream().findFirst().map(Elements::new);
    }

    /** True where the private element is there with a value, readable or not. */
    boolean hasPrivate(String creator, int tag) {
        return attributes.containsValue(creator, tag);
    }

    /**
     * Numbers of a private element, found by its creator.
     *
     * @param tag with any block number
     * @param expected what the vendor writes, for senders that passed the element on as UN or as bytes
     */
    Optional<double[]> privateNumbers(String creator, int tag, VR expected) {
        VR vr = attributes.getVR(creator, tag);
        if (vr == null) {
            return Optional.empty();
        }
        if (isReal(vr)) {
            return doubles(() -> attributes.getDoubles(creator, tag));
        }
        if (isInteger(vr)) {
            return ints(() -> attributes.getInts(creator, tag));
        }
        return isOpaque(vr)
                ? ofBytes(bytes(creator, tag), expected)
                : parsed(clean(strings(() -> attributes.getStrings(creator, tag))));
    }

    private Optional<double[]> ofBytes(byte[] bytes, VR expected) {
        return isReal(expected) || isInteger(expected) ? decoded(bytes, expected) : parsed(clean(split(bytes)));
    }

    Optional<String> privateText(String creator, int tag) {
        VR vr = attributes.getVR(creator, tag);
        if (vr == null) {
            return Optional.empty();
        }
        return clean(isOpaque(vr) ? split(bytes(creator, tag)) : strings(() -> attributes.getStrings(creator, tag)))
                .stream()
                .findFirst();
    }

    /** The raw value of a private element, found by its creator; empty where it is absent or has none. */
    Optional<byte[]> privateBytes(String creator, int tag) {
        return hasPrivate(creator, tag) ? Optional.of(bytes(creator, tag)).filter(b -> b.length > 0) : Optional.empty();
    }

    Optional<Elements> firstPrivateItem(String creator, int tag) {
        return privateItems(creator, tag).stream().findFirst().map(Elements::new);
    }

    List<Attributes> privateItems(String creator, int tag) {
        Sequence sequence = attributes.getSequence(creator, tag);
        return sequence == null ? List.of() : List.copyOf(sequence);
    }

    private static boolean isReal(VR vr) {
        return vr == VR.FD || vr == VR.FL;
    }

    private static boolean isInteger(VR vr) {
        return vr == VR.US || vr == VR.SS || vr == VR.UL || vr == VR.SL;
    }

    /** Bytes that say nothing of what they are: the library would give the numbers of the bytes themselves. */
    private static boolean isOpaque(VR vr) {
        return vr == VR.UN || vr == VR.OB || vr == VR.OW;
    }

    private byte[] bytes(@Nullable String creator, int tag) {
        try {
            byte[] bytes = creator == null ? attributes.getBytes(tag) : attributes.getBytes(creator, tag);
            return bytes == null ? new byte[0] : bytes;
        } catch (java.io.IOException unreadable) {
            return new byte[0];
        }
    }

    private Optional<double[]> decoded(byte[] bytes, VR vr) {
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(attributes.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int size = size(vr);
        if (bytes.length == 0 || bytes.length % size != 0) {
            return Optional.empty();
        }
        double[] values = new double[bytes.length / size];
        for (int i = 0; i < values.length; i++) {
            values[i] = next(buffer, vr);
        }
        return finite(values);
    }

    private static int size(VR vr) {
        if (vr == VR.FD) {
            return Double.BYTES;
        }
        return vr == VR.US || vr == VR.SS ? Short.BYTES : Integer.BYTES;
    }

    private static double next(ByteBuffer buffer, VR vr) {
        if (vr == VR.FD) {
            return buffer.getDouble();
        }
        if (vr == VR.FL) {
            return buffer.getFloat();
        }
        if (vr == VR.US) {
            return Short.toUnsignedInt(buffer.getShort());
        }
        if (vr == VR.SS) {
            return buffer.getShort();
        }
        return vr == VR.UL ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getInt();
    }

    private static String[] split(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).split("\\\\", -1);
    }

    private static List<String> clean(String @Nullable [] values) {
        return values == null
                ? List.of()
                : Stream.of(values)
                        .filter(v -> v != null)
                        .map(v -> v.replace('\0', ' ').strip())
                        .filter(v -> !v.isEmpty())
                        .toList();
    }

    private static Optional<double[]> parsed(List<String> texts) {
        try {
            return finite(texts.stream().mapToDouble(Double::parseDouble).toArray());
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<double[]> doubles(Read<double[]> read) {
        double[] values = read.orNull();
        return values == null ? Optional.empty() : finite(values);
    }

    private static Optional<double[]> ints(Read<int[]> read) {
        int[] values = read.orNull();
        return values == null
                ? Optional.empty()
                : finite(Arrays.stream(values).asDoubleStream().toArray());
    }

    private static Optional<double[]> finite(double[] values) {
        return values.length > 0 && Arrays.stream(values).allMatch(Double::isFinite)
                ? Optional.of(values)
                : Optional.empty();
    }

    private static String @Nullable [] strings(Read<String[]> read) {
        return read.orNull();
    }

    /** The library decodes lazily and fails on values that do not fit their VR. */
    private interface Read<T> {
        @Nullable
        T value();

        default @Nullable T orNull() {
            try {
                return value();
            } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException garbage) {
                return null;
            }
        }
    }
}
