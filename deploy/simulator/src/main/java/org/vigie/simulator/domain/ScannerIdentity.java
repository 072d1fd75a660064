package org.vigie.simulator.domain;

/**
 * The device and protocol of a study: what two studies must share to be compared.
 *
 * @param field T
 * @param echoTime ms
 * @param repetitionTime ms
 */
public record ScannerIdentity(
        String manufacturer,
        String model,
        String serial,
        double field,
        double echoTime,
        double repetitionTime,
        String protocol,
        String sequence,
        String software) {

    public static final ScannerIdentity FIRST = new ScannerIdentity(
            "Vigie Simulator", "Phantom 3T", "SIM-0001", 3.0, 62, 7000, "breast_dwi", "ep2d_diff", "1.0");

    public static final ScannerIdentity SECOND = new ScannerIdentity(
            "Vigie Simulator", "Phantom 1.5T", "SIM-0002", 1.5, 62, 7000, "breast_dwi", "ep2d_diff", "1.0");
}
