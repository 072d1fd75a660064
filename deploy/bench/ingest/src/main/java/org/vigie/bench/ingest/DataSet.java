package org.vigie.bench.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes elements in Explicit VR Little Endian (PS3.5, 7.1.2), in the order they are given. */
final class DataSet {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    DataSet text(int group, int element, String vr, String value) {
        byte[] bytes = (value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " "))
                .getBytes(StandardCharsets.US_ASCII);
        return shortForm(group, element, vr, bytes);
    }

    DataSet unsignedShort(int group, int element, int value) {
        return shortForm(group, element, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    DataSet doubles(int group, int element, double value) {
        byte[] bytes = new byte[8];
        long bits = Double.doubleToLongBits(value);
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (bits >> (8 * i));
        }
        return shortForm(group, element, "FD", bytes);
    }

    /** The head of a long element alone; its value follows elsewhere. */
    DataSet longHead(int group, int element, String vr, long length) {
        tag(group, element, vr);
        little(0, 2);
        little(length, 4);
        return this;
    }

    DataSet bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private DataSet shortForm(int group, int element, String vr, byte[] value) {
        tag(group, element, vr);
        little(value.length, 2);
        out.writeBytes(value);
        return this;
    }

    private void tag(int group, int element, String vr) {
        little(group, 2);
        little(element, 2);
        out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    }

    private void little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> (8 * i)));
        }
    }
}
