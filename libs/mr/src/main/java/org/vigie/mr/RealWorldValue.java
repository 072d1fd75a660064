package org.vigie.mr;

/**
 * A linear Real World Value Mapping (PS3.3 C.7.6.16.2.11): value = slope · stored + intercept, in the unit of the code.
 *
 * @param unit code value of the measurement unit, such as {@code mm2/s}; empty where none is stated
 * @param scheme coding scheme of the unit, usually {@code UCUM}
 */
public record RealWorldValue(double slope, double intercept, String unit, String scheme) {}
