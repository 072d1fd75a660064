package org.vigie.simulator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vigie.simulator.dicom.StudyWriter;
import org.vigie.simulator.domain.BreastPhantom;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.Noise;
import org.vigie.simulator.domain.SimulatedPatient;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes one phantom study and prints what is true in it. */
@Command(
        name = "phantom",
        mixinStandardHelpOptions = true,
        description = "Write a digital breast phantom with tumours of chosen ADC as a DICOM study.")
public final class PhantomCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "OUT", description = "Folder for the study.")
    private Path out = Path.of("");

    @Option(names = "--adc", split = ",", paramLabel = "MM2/S", description = "ADC of each lesion (1.0e-3); 1 to 4.")
    private List<Double> adc = List.of(1.0e-3);

    @Option(names = "--b", split = ",", paramLabel = "S/MM2", description = "b-values (0,100,600,800).")
    private List<Double> bValues = List.of(0.0, 100.0, 600.0, 800.0);

    @Option(names = "--noise", paramLabel = "SD", description = "Rician noise (${DEFAULT-VALUE}).")
    private double noise = 6;

    @Option(names = "--seed", description = "Seed of the noise (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--study-date", required = true, paramLabel = "YYYY-MM-DD")
    private LocalDate studyDate = LocalDate.EPOCH;

    @Option(names = "--patient-id", paramLabel = "P")
    private String patientId = "PHANTOM";

    @Option(names = "--issuer", paramLabel = "I")
    private String issuer = "LOCAL";

    @Option(names = "--contours", description = "${COMPLETION-CANDIDATES}; none if --no-contours.")
    private Contours.Algorithm algorithm = Contours.Algorithm.MANUAL;

    @Option(names = "--no-contours")
    private boolean withoutContours;

    /** What is printed. */
    record Report(String studyUid, int files, long noiseSeed, double noiseSd, List<Double> b, List<Truth> lesions) {
        record Truth(String label, String trackingUid, double adcMm2PerSec) {}
    }

    /** Lesion places in voxels of the default grid: column, row, slice. */
    private static final int[][] PLACES = {{71, 48, 10}, {24, 48, 10}, {71, 50, 4}, {24, 50, 15}};

    private static final double[] RADII = {14, 12, 8, 8};

    @Override
    public Integer call() throws IOException {
        StudyPlan plan = StudyPlan.of(
                        new SimulatedPatient(patientId, issuer, "Phantom^Breast", LocalDate.of(1970, 1, 1)),
                        studyDate.atTime(LocalTime.of(10, 30)),
                        phantom())
                .withContours(withoutContours ? Optional.empty() : Optional.of(Contours.of(algorithm)));
        List<Path> files = StudyWriter.write(plan, out);
        Terminal.json(
                Objects.requireNonNull(spec).commandLine().getOut(),
                new Report(
                        plan.studyUid(),
                        files.size(),
                        seed,
                        noise,
                        bValues,
                        plan.phantom().lesions().stream()
                                .map(l -> new Report.Truth(l.label(), l.trackingUid(), l.adc()))
                                .toList()));
        return 0;
    }

    private BreastPhantom phantom() {
        BreastPhantom.Builder builder =
                BreastPhantom.builder().bValues(bValues).noise(new Noise(Noise.Model.RICIAN, noise, seed));
        for (int i = 0; i < Math.min(adc.size(), PLACES.length); i++) {
            String label = "L" + (i + 1);
            int[] at = PLACES[i];
            builder.lesion(new Lesion(
                    label,
                    Uids.of("phantom", issuer, patientId, label),
                    at[0],
                    at[1],
                    at[2],
                    RADII[i],
                    adc.get(i),
                    1200));
        }
        return builder.build();
    }
}
