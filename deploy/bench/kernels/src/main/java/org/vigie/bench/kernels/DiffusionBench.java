package org.vigie.bench.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.vigie.diffusion.domain.kernel.Arithmetic;

/** Ours and theirs in turn, round by round, each after a look whether the machine is quiet. */
final class DiffusionBench {
    private static final long SEED = 20261122;
    private static final int THREADS = 2;
    private static final int WARM_UPS = 12;
    private static final int KERNEL_SHOTS = 3;
    private static final int SCIPY_SEGMENTED = 1_000;
    private static final int SCIPY_FULL = 200;
    private static final int IVIM_IN_DOUBLE = 14_000;
    private static final String MRTRIX = "dwi2adc (apt-get install mrtrix3)";
    private static final String SCIPY = "scipy (apt-get install python3-scipy)";

    private final Report report = new Report();
    private final PrintStream progress = System.err;
    private final int rounds;
    private final Path folder;

    private DiffusionBench(int rounds, Path folder) {
        this.rounds = rounds;
        this.folder = folder;
    }

    /** {@code [--json] [--rounds N]} */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        int at = arguments.indexOf("--rounds");
        int rounds = at < 0 ? 9 : Integer.parseInt(arguments.get(at + 1));
        Path shared = Path.of("/dev/shm");
        Path parent = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "vigie-bench-");
        try {
            DiffusionBench bench = new DiffusionBench(rounds, folder);
            bench.run();
            PrintStream out = System.out;
            out.println(arguments.contains("--json") ? bench.report.json() : bench.report.table());
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        for (String ratio :
                List.of("dwi2adc_file", "dwi2adc_kernel", "hipparchus_nlls", "scipy_ivim", "scipy_ivim_full")) {
            report.put("ratios", ratio, Double.NaN);
        }
        adc();
        nonLinear();
        ivim();
        circumstances();
    }

    private void adc() throws Exception {
        progress.println("bench: ADC map, 13.3 Mvoxel x 3 b");
        WholeBody volume = new WholeBody(folder, SEED);
        short[] pixels = volume.stored();
        float[] adc = new float[WholeBody.VOXELS];
        float[] s0 = new float[WholeBody.VOXELS];
        for (int i = 0; i < WARM_UPS; i++) {
            WholeBody.kernelAlone(pixels, THREADS, adc, s0);
            volume.deleteMaps();
            volume.mapOurs(THREADS);
        }
        boolean peer = Peers.isThere("dwi2adc");
        Timing file = new Timing();
        Timing kernel = new Timing();
        Timing kernelOne = new Timing();
        Timing theirs = new Timing();
        for (int i = 0; i < rounds; i++) {
            volume.deleteMaps();
            if (peer) {
                theirs.add(() -> volume.mapPeer(THREADS));
            }
            file.add(() -> volume.mapOurs(THREADS));
            // A dozen milliseconds each: one of them says little on a machine that others use too.
            for (int shot = 0; shot < KERNEL_SHOTS; shot++) {
                kernel.add(() -> {
                    WholeBody.kernelAlone(pixels, THREADS, adc, s0);
                    return adc;
                });
            }
            kernelOne.add(() -> {
                WholeBody.kernelAlone(pixels, 1, adc, s0);
                return adc;
            });
        }
        report.times("adc_file_2_threads", file);
        report.times("adc_kernel_2_threads", kernel);
        report.times("adc_kernel_1_thread", kernelOne);
        if (peer) {
            report.times("dwi2adc_2_threads", theirs);
            report.put("ratios", "dwi2adc_file", theirs.medianMs() / file.medianMs());
            report.put("ratios", "dwi2adc_kernel", theirs.medianMs() / kernel.medianMs());
            volume.deleteMaps();
            agreement(WholeBody.adc(volume.mapOurs(THREADS)), WholeBody.adc(volume.mapPeer(THREADS)));
        } else {
            report.put("skipped", "dwi2adc", MRTRIX);
        }
    }

    private void agreement(float[] ours, float[] theirs) {
        double largest = 0;
        double fraction = 0;
        for (int i = 0; i < ours.length; i++) {
            double distance = Math.abs((double) ours[i] - theirs[i]);
            largest = Math.max(largest, distance);
            fraction = Math.max(fraction, distance / Math.max(4e-9, 1e-5 * Math.abs(theirs[i])));
        }
        report.put("agreement", "dwi2adc_max_mm2_per_s", largest);
        report.put("agreement", "dwi2adc_max_of_allowed", fraction);
    }

    private void nonLinear() throws Exception {
        progress.println("bench: non-linear least squares, 4 b");
        NonLinear volume = new NonLinear(SEED + 1);
        float[] adc = new float[NonLinear.VOXELS];
        for (int i = 0; i < WARM_UPS; i++) {
            report.put("agreement", "nlls_redone_in_double", volume.ours(THREADS, adc));
        }
        double[] theirs = volume.hipparchus(THREADS);
        Timing ours = new Timing();
        Timing peer = new Timing();
        for (int i = 0; i < rounds; i++) {
            peer.add(() -> volume.hipparchus(THREADS));
            ours.add(() -> volume.ours(THREADS, adc));
        }
        report.times("nlls_2_threads", ours);
        report.times("hipparchus_2_threads_sample", peer);
        double perVoxel = ours.medianMs() / NonLinear.VOXELS;
        report.put("ratios", "hipparchus_nlls", peer.medianMs() / NonLinear.SAMPLE / perVoxel);
        int near = 0;
        for (int i = 0; i < theirs.length; i++) {
            near += Math.abs(adc[i] / theirs[i] - 1) <= 1e-4 ? 1 : 0;
        }
        report.put("agreement", "hipparchus_within_1e-4", (double) near / theirs.length);
    }

    private void ivim() throws Exception {
        progress.println("bench: IVIM, 200,000 voxels x 18 b");
        IvimVolume volume = new IvimVolume(folder, SEED + 2);
        for (int i = 0; i < WARM_UPS; i++) {
            report.put("agreement", "ivim_segmented_redone", volume.ours(false, 1));
            report.put("agreement", "ivim_full_redone", volume.ours(true, 1));
        }
        errors("segmented", volume, false);
        errors("full", volume, true);
        String python = Stream.of("/usr/bin/python3", "python3")
                .filter(DiffusionBench::hasScipy)
                .findFirst()
                .orElse("");
        try (InputStream script = Objects.requireNonNull(DiffusionBench.class.getResourceAsStream("/ivim_peer.py"))) {
            Files.write(folder.resolve("ivim_peer.py"), script.readAllBytes());
        }
        compare("scipy_ivim", "ivim_segmented", volume, false, python, SCIPY_SEGMENTED);
        compare("scipy_ivim_full", "ivim_full", volume, true, python, SCIPY_FULL);
        if (python.isEmpty()) {
            report.put("skipped", "scipy", SCIPY);
        }
    }

    private void compare(String ratio, String name, IvimVolume volume, boolean full, String python, int sample)
            throws Exception {
        Timing one = new Timing();
        Timing two = new Timing();
        Timing theirs = new Timing();
        for (int i = 0; i < rounds; i++) {
            if (!python.isEmpty()) {
                theirs.addMs(volume.scipyMs(python, full, sample));
            }
            one.add(() -> volume.ours(full, 1));
            two.add(() -> volume.ours(full, THREADS));
        }
        report.times(name + "_1_thread", one);
        report.times(name + "_2_threads", two);
        if (!python.isEmpty()) {
            report.times(ratio + "_1_thread_sample", theirs);
            double perVoxel = theirs.medianMs() / sample;
            report.put("ratios", ratio, perVoxel / (one.medianMs() / IvimVolume.VOXELS));
        }
    }

    private void errors(String name, IvimVolume volume, boolean full) {
        report.put("agreement", "ivim_" + name + "_redone", volume.ours(full, THREADS));
        truth("ivim_" + name, IvimVolume.errors(volume.maps, IvimVolume.VOXELS));
        float[][] optimum = volume.inDouble(full, IVIM_IN_DOUBLE);
        truth("ivim_" + name + "_sample", IvimVolume.errors(volume.maps, IVIM_IN_DOUBLE));
        truth("ivim_" + name + "_sample_in_double", IvimVolume.errors(optimum, IVIM_IN_DOUBLE));
        String[] parameters = {"f", "d", "dstar"};
        for (int p = 0; p < parameters.length; p++) {
            double largest = 0;
            for (int i = 0; i < IVIM_IN_DOUBLE; i++) {
                largest = Math.max(largest, Math.abs((double) volume.maps[p][i] / optimum[p][i] - 1));
            }
            report.put("agreement", "ivim_" + name + "_max_relative_to_double_" + parameters[p], largest);
        }
    }

    private void truth(String name, IvimVolume.Errors errors) {
        report.put("agreement", name + "_max_error_f", errors.f());
        report.put("agreement", name + "_max_error_d_mm2_per_s", errors.d());
        report.put("agreement", name + "_median_relative_error_dstar", errors.dStar());
        report.put("agreement", name + "_fraction_within_s10", errors.within());
    }

    private void circumstances() throws IOException {
        report.put("run", "cpu", cpu());
        report.put("run", "processors", Runtime.getRuntime().availableProcessors());
        report.put("run", "java", System.getProperty("java.vm.version"));
        report.put("run", "arithmetic", Arithmetic.here().id());
        report.put("run", "files_on", Objects.toString(folder.getParent(), "."));
        report.put("run", "seed", SEED);
        report.put("run", "rounds", rounds);
        report.put("run", "noisy_blocks", Timing.noisyBlocks());
        report.put("run", "adc_voxels", WholeBody.VOXELS);
        report.put("run", "nlls_voxels", NonLinear.VOXELS);
        report.put("run", "hipparchus_sample", NonLinear.SAMPLE);
        report.put("run", "ivim_voxels", IvimVolume.VOXELS);
        report.put("run", "ivim_in_double_sample", IVIM_IN_DOUBLE);
        report.put("run", "scipy_samples", List.of(SCIPY_SEGMENTED, SCIPY_FULL));
        report.put("run", "ratios_of_ivim", "one thread each; of dwi2adc and Hipparchus: two each");
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        report.put("run", "peak_heap_mb", peak >> 20);
        report.put("run", "max_heap_mb", Runtime.getRuntime().maxMemory() >> 20);
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static boolean hasScipy(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import scipy.optimize")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while looking for scipy", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(DiffusionBench::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
