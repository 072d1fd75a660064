package org.vigie.mr;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The machine.
 *
 * @param fieldStrengthTesla (0018,0087), T
 * @param softwareVersions all values of (0018,1020), joined by a backslash as stored
 */
public record Scanner(
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<String> deviceSerial,
        Optional<String> softwareVersions,
        OptionalDouble fieldStrengthTesla) {}
