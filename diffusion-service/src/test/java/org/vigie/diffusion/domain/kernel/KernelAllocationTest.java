package org.vigie.diffusion.domain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigie.diffusion.domain.FitMethod;

/**
 * A pass the compiler cannot take whole puts every vector on the heap: thousands of times what is allowed here. Each pass has
 * a process of its own: what other tests made of the same loops must not decide what the compiler does with them here.
 */
class KernelAllocationTest {
    private static final int VOXELS = 200_000;
    private static final double[] B = {0, 100, 600, 800};
    private static final double[] AVERAGES = {1, 1, 1, 1};
    private static final int MOST_CALLS = 200;
    /** The scratch of one thread and what the call itself needs. */
    private static final long ALLOWED_BYTES = 256 << 10;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final float[] map = new float[VOXELS];

    @ParameterizedTest
    @ValueSource(strings = {"log-linear", "non-linear"})
    void aWarmMapAllocatesNoVector(String map) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KernelAllocationTest.class.getName(),
                        map)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }

    /** One pass in this process. */
    public static void main(String[] map) {
        KernelAllocationTest test = new KernelAllocationTest();
        // A service warms the log-linear map first, too.
        test.logLinear();
        if (map[0].equals("non-linear")) {
            test.nonLinear();
        }
    }

    private void logLinear() {
        List<SignalSource> samples = integers();
        AdcKernel kernel = new AdcKernel(Arithmetic.here(), 1);
        becomesFreeOfAllocation(() -> kernel.ols(B, samples, VOXELS, MapSink.into(map), MapSink.nowhere()));
    }

    private void nonLinear() {
        List<SignalSource> samples = integers();
        WeightedKernel kernel = new WeightedKernel(Arithmetic.here(), 1);
        AtomicInteger redone = new AtomicInteger();
        becomesFreeOfAllocation(
                () -> kernel.fit(FitMethod.NLLS, B, AVERAGES, samples, VOXELS, MapSink.into(map), redone));
        assertThat(redone).hasValue(0);
    }

    /** How many calls the compiler needs depends on the machine; that it gets there, and stays, does not. */
    private void becomesFreeOfAllocation(Runnable call) {
        int quiet = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_CALLS && quiet < 3; i++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            call.run();
            long bytes = thread.getCurrentThreadAllocatedBytes() - before;
            least = Math.min(least, bytes);
            quiet = bytes <= ALLOWED_BYTES ? quiet + 1 : 0;
        }
        assertThat(quiet).as("at least %d bytes per call", least).isEqualTo(3);
    }

    private static List<SignalSource> integers() {
        List<SignalSource> samples = new ArrayList<>();
        for (double b : B) {
            short[] stored = new short[VOXELS];
            for (int i = 0; i < VOXELS; i++) {
                stored[i] = (short) (1 + (500 + i % 997) * Math.exp(-b * (0.2e-3 + 1e-6 * (i % 2503))));
            }
            samples.add(new Int16Signal(Arithmetic.here(), MemorySegment.ofArray(stored), false, 1, 0));
        }
        return samples;
    }
}
