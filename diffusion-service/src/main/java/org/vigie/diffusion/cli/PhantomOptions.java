package org.vigie.diffusion.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code measure --phantom}. */
final class PhantomOptions {
    @Option(
            names = "--phantom",
            paramLabel = "qiba-pvp|FILE.yaml",
            description = "Compare the vials of a phantom with their reference ADC: bias, linearity, repeatability.")
    @Nullable
    String phantom;

    @Option(
            names = "--temperature",
            paramLabel = "C",
            description = "Of the phantom during the scan, °C. Default: what its definition says.")
    @Nullable
    Double temperature;

    @Option(
            names = "--register",
            description = "Record the result as the fact the comparability gate reads: printed, and told to staging for"
                    + " each --patient.")
    boolean register;

    @Option(
            names = "--device",
            paramLabel = "SERIAL",
            description = "Serial number of the scanner, where the header is wrong or silent.")
    @Nullable
    String device;

    @Option(
            names = "--patient",
            paramLabel = "ID",
            description = "PatientID whose timeline gets the fact; may be repeated.")
    List<String> patients = List.of();

    @Option(
            names = "--staging",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8083",
            description = "Staging's REST. Default: ${DEFAULT-VALUE}. Password: VIGIE_API_PASSWORD, else that of"
                    + " VIGIE_HOME.")
    String staging = "http://127.0.0.1:8083";

    /** The fact is told to staging for each patient. */
    void register(PhantomMeasurement.Report report) throws IOException {
        if (!register || report.fact() == null || patients.isEmpty()) {
            return;
        }
        FactPoster poster = new FactPoster(URI.create(staging), password());
        for (String patient : patients) {
            poster.post(patient, report.fact());
        }
    }

    Optional<String> device() {
        return Optional.ofNullable(device);
    }

    private static String password() throws IOException {
        String stated = System.getenv("VIGIE_API_PASSWORD");
        if (stated != null && !stated.isBlank()) {
            return stated;
        }
        String home = System.getenv("VIGIE_HOME");
        Path folder =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".vigie") : Path.of(home);
        return Files.readString(folder.resolve("secrets/api.password")).strip();
    }
}
