package org.vigie.mr.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The private header of Siemens scanners up to the E line, in both of its forms (CSA1 without, CSA2 with the mark
 * {@code SV10}): named values as text.
 *
 * @param values by name, blank ones left out
 */
record CsaHeader(Map<String, List<String>> values) {
    private static final String CREATOR = "SIEMENS CSA HEADER";
    private static final int IMAGE_INFO = 0x00290010;
    private static final byte[] MARK = {'S', 'V', '1', '0'};
    private static final int NAME_LENGTH = 64;
    private static final int MOST_TAGS = 1000;
    private static final int MOST_ITEMS = 100_000;

    CsaHeader {
        values = Map.copyOf(values);
    }

    /** The image header of a data set; empty where there is none, or none that can be read. */
    static Optional<CsaHeader> of(Elements root) {
        return root.privateBytes(CREATOR, IMAGE_INFO).flatMap(CsaHeader::parse);
    }

    static Optional<CsaHeader> parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            boolean second = startsWithMark(bytes);
            if (second) {
                in.position(8);
            }
            return tags(in, second).map(CsaHeader::new);
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException truncated) {
            return Optional.empty();
        }
    }

    Optional<double[]> numbers(String name) {
        List<String> texts = values.getOrDefault(name, List.of());
        try {
            double[] numbers = texts.stream().mapToDouble(Double::parseDouble).toArray();
            return numbers.length == 0 ? Optional.empty() : Optional.of(numbers);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    OptionalDouble number(String name) {
        return numbers(name).map(n -> OptionalDouble.of(n[0])).orElse(OptionalDouble.empty());
    }

    Optional<String> text(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length > 16 && ByteBuffer.wrap(bytes, 0, 4).equals(ByteBuffer.wrap(MARK));
    }

    private static Optional<Map<String, List<String>>> tags(ByteBuffer in, boolean second) {
        int count = in.getInt();
        in.getInt();
        if (count < 1 || count > MOST_TAGS) {
            return Optional.empty();
        }
        Map<String, List<String>> values = new HashMap<>();
        int firstItems = -1;
        for (int i = 0; i < count; i++) {
            String name = text(in, NAME_LENGTH);
            int multiplicity = in.getInt();
            in.position(in.position() + 8);
            int items = in.getInt();
            in.getInt();
            if (items < 0 || items > MOST_ITEMS) {
                return Optional.empty();
            }
            firstItems = firstItems < 0 ? items : firstItems;
            List<String> texts = items(in, items, second ? 0 : firstItems, second);
            int kept = multiplicity == 0 ? texts.size() : Math.min(Math.max(multiplicity, 0), texts.size());
            values.put(
                    name,
                    texts.subList(0, kept).stream().filter(t -> !t.isEmpty()).toList());
        }
        return Optional.of(values);
    }

    /** The first form writes each length with the first tag's number of items added. */
    private static List<String> items(ByteBuffer in, int items, int added, boolean second) {
        List<String> texts = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            int first = in.getInt();
            int length = in.getInt();
            in.position(in.position() + 8);
            if (!second) {
                length = first - added;
                if (length < 0 || length > in.remaining()) {
                    break;
                }
            }
            if (length < 0) {
                throw new IllegalArgumentException("length of an item");
            }
            texts.add(text(in, length));
            int padded = (length + 3) / 4 * 4 - length;
            in.position(Math.min(in.limit(), in.position() + padded));
        }
        return texts;
    }

    private static String text(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new IllegalArgumentException("text beyond the end");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1).strip();
    }
}
