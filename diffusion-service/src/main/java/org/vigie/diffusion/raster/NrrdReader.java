package org.vigie.diffusion.raster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vigie.mr.Vector3;

/** A three-dimensional NRRD with its data in the same file, raw or gzip (teem.sourceforge.net/nrrd/format.html). */
final class NrrdReader {
    private static final Pattern VECTOR = Pattern.compile("\\(([^,()]+),([^,()]+),([^,()]+)\\)");

    private NrrdReader() {}

    static RasterVolume read(byte[] bytes) throws IOException {
        int end = endOfHeader(bytes);
        Map<String, String> fields = fields(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
        if (!"3".equals(fields.get("dimension")) || fields.containsKey("data file")) {
            throw new IOException("NRRD: three dimensions in one file are needed");
        }
        int[] sizes = Pattern.compile("\\s+")
                .splitAsStream(field(fields, "sizes"))
                .mapToInt(Integer::parseInt)
                .toArray();
        byte[] data = Arrays.copyOfRange(bytes, end, bytes.length);
        switch (field(fields, "encoding")) {
            case "gzip", "gz" -> data = RasterFile.unzipped(data);
            case "raw" -> {}
            default -> throw new IOException("NRRD: encoding");
        }
        ByteOrder order =
                "big".equals(fields.getOrDefault("endian", "little")) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        double[] values = Numbers.read(
                ByteBuffer.wrap(data).order(order),
                type(field(fields, "type")),
                Math.multiplyExact(Math.multiplyExact(sizes[0], sizes[1]), sizes[2]));
        Vector3 sign = sign(fields.getOrDefault("space", "left-posterior-superior"));
        List<Vector3> steps = vectors(field(fields, "space directions"), sign);
        Vector3 origin = vectors(field(fields, "space origin"), sign).getFirst();
        return RasterVolume.of(sizes[0], sizes[1], sizes[2], origin, steps, values);
    }

    private static int endOfHeader(byte[] bytes) throws IOException {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 3 < bytes.length && bytes[i] == '\n' && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                return i + 3;
            }
        }
        throw new IOException("NRRD: no end of header");
    }

    private static Map<String, String> fields(String header) throws IOException {
        if (!header.startsWith("NRRD")) {
            throw new IOException("NRRD: magic");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : header.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 2).strip());
            }
        }
        return fields;
    }

    private static String field(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("NRRD: no " + name);
        }
        return value;
    }

    /** To the DICOM patient system, which is left-posterior-superior. */
    private static Vector3 sign(String space) throws IOException {
        return switch (space.toLowerCase(Locale.ROOT)) {
            case "left-posterior-superior", "lps" -> new Vector3(1, 1, 1);
            case "right-anterior-superior", "ras" -> new Vector3(-1, -1, 1);
            case "left-anterior-superior", "las" -> new Vector3(1, -1, 1);
            default -> throw new IOException("NRRD: space");
        };
    }

    private static List<Vector3> vectors(String text, Vector3 sign) {
        List<Vector3> vectors = new ArrayList<>();
        Matcher vector = VECTOR.matcher(text);
        while (vector.find()) {
            vectors.add(new Vector3(
                    sign.x() * Double.parseDouble(vector.group(1)),
                    sign.y() * Double.parseDouble(vector.group(2)),
                    sign.z() * Double.parseDouble(vector.group(3))));
        }
        return vectors;
    }

    private static Numbers.Type type(String name) throws IOException {
        return switch (name) {
            case "uchar", "unsigned char", "uint8", "uint8_t" -> Numbers.Type.UINT8;
            case "signed char", "int8", "int8_t" -> Numbers.Type.INT8;
            case "short", "short int", "signed short", "int16", "int16_t" -> Numbers.Type.INT16;
            case "ushort", "unsigned short", "uint16", "uint16_t" -> Numbers.Type.UINT16;
            case "int", "signed int", "int32", "int32_t" -> Numbers.Type.INT32;
            case "uint", "unsigned int", "uint32", "uint32_t" -> Numbers.Type.UINT32;
            case "float" -> Numbers.Type.FLOAT;
            case "double" -> Numbers.Type.DOUBLE;
            default -> throw new IOException("NRRD: type");
        };
    }
}
