package org.vigie.diffusion.dicom.codec;

/** Bits of a packet header: the byte after 0xFF holds seven. */
final class J2kPacketBits {
    private final J2kBytes in;
    private int held;
    private int count;
    private boolean afterFf;

    J2kPacketBits(J2kBytes in) {
        this.in = in;
    }

    int bit() throws CodecException {
        if (count == 0) {
            held = in.u8();
            count = afterFf ? 7 : 8;
            afterFf = held == 0xff;
        }
        count--;
        return (held >> count) & 1;
    }

    int bits(int wanted) throws CodecException {
        int value = 0;
        for (int i = 0; i < wanted; i++) {
            value = (value << 1) | bit();
        }
        return value;
    }

    /** To the next whole byte; one stuffed after a last 0xFF is passed over. */
    void align() throws CodecException {
        if (afterFf) {
            in.u8();
        }
        count = 0;
        afterFf = false;
    }

    /** Number of coding passes (table B.4). */
    int passes() throws CodecException {
        if (bit() == 0) {
            return 1;
        }
        if (bit() == 0) {
            return 2;
        }
        int two = bits(2);
        if (two < 3) {
            return 3 + two;
        }
        int five = bits(5);
        return five < 31 ? 6 + five : 37 + bits(7);
    }
}
