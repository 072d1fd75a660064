package org.vigie.simulator.dicom;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** Numbers and times as DICOM spells them. */
final class DicomText {
    private static final int DS_LENGTH = 16;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private DicomText() {}

    /** Decimal strings of at most 16 characters, as exact as these allow. */
    static String[] decimals(double... values) {
        String[] texts = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = decimal(values[i]);
        }
        return texts;
    }

    static String decimal(double value) {
        if (value == 0) {
            return "0";
        }
        for (int digits = 15; digits > 1; digits--) {
            BigDecimal rounded =
                    new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
            String plain = rounded.toPlainString();
            if (plain.length() <= DS_LENGTH) {
                return plain;
            }
            if (rounded.toString().length() <= DS_LENGTH) {
                return rounded.toString();
            }
        }
        throw new IllegalArgumentException("no decimal string for " + value);
    }

    static String date(LocalDate date) {
        return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    static String time(LocalTime time) {
        return time.format(TIME);
    }
}
