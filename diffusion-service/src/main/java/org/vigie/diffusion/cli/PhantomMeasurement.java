package org.vigie.diffusion.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.ClinicalTime;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.clinical.FactBody;
import org.vigie.diffusion.Algorithm;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.DwiAcquisitions;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.StudyScanner;
import org.vigie.diffusion.dicom.VolumeReader;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.phantom.PhantomCheck;
import org.vigie.diffusion.domain.phantom.PhantomDefinition;
import org.vigie.diffusion.domain.phantom.PhantomResult;
import org.vigie.mr.MrFrame;

/** Compares the acquisitions of a folder with a phantom; those with the b-values of the first are its repeats. */
final class PhantomMeasurement {
    private static final double SAME_B = 5;

    private PhantomMeasurement() {}

    /**
     * What {@code measure --phantom --json} prints.
     *
     * @param series numbers of the series measured, acquisition by acquisition
     * @param fact what {@code --register} records; absent where the header does not say the device, field or time
     */
    record Report(
            String software,
            List<List<Integer>> series,
            PhantomResult result,
            FactBody.@Nullable PhantomChecked fact,
            List<Reason> reasons,
            List<String> skipped,
            String notice) {}

    /** @param device serial number in the place of the header's */
    static Report run(Path folder, PhantomDefinition phantom, OptionalDouble temperatureC, Optional<String> device)
            throws IOException {
        StudyScan scan = StudyScanner.scan(FolderMeasurement.objects(folder));
        List<DwiAcquisition> all = DwiAcquisitions.of(scan.frames(), false);
        List<Reason> reasons = new ArrayList<>(scan.unusable());
        List<List<Integer>> series = new ArrayList<>();
        List<DiffusionVolume> volumes = new ArrayList<>();
        for (DwiAcquisition acquisition : all) {
            if (sameB(acquisition.b(), all.getFirst().b())) {
                switch (new VolumeReader(Long.MAX_VALUE).read(acquisition)) {
                    case VolumeReader.Result.Refused(Reason reason) -> reasons.add(reason);
                    case VolumeReader.Result.Read(DiffusionVolume volume) -> {
                        volumes.add(volume);
                        series.add(acquisition.seriesNumbers());
                    }
                }
            }
        }
        PhantomResult result = new PhantomCheck(phantom, temperatureC.orElse(phantom.temperatureC())).of(volumes);
        FactBody.PhantomChecked fact = null;
        if (!all.isEmpty() && result.reasons().isEmpty()) {
            switch (fact(all.getFirst().frames().getFirst().frame(), device, result.passed())) {
                case Stated.Fact(FactBody.PhantomChecked stated) -> fact = stated;
                case Stated.Missing(Reason reason) -> reasons.add(reason);
            }
        }
        return new Report(Algorithm.VERSION, series, result, fact, reasons, scan.skipped(), MeasureReport.NOTICE);
    }

    private static boolean sameB(List<Double> a, List<Double> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (Math.abs(a.get(i) - b.get(i)) > SAME_B) {
                return false;
            }
        }
        return true;
    }

    private sealed interface Stated {
        record Fact(FactBody.PhantomChecked fact) implements Stated {}

        record Missing(Reason reason) implements Stated {}
    }

    private static Stated fact(MrFrame frame, Optional<String> device, boolean passed) {
        var scanner = frame.instance().scanner();
        Optional<String> serial = device.or(scanner::deviceSerial);
        Optional<LocalDateTime> at = frame.timing().acquired();
        if (serial.isEmpty()) {
            return new Stated.Missing(Reason.of(ReasonCode.MISSING_INPUT, "deviceSerial"));
        }
        if (scanner.model().isEmpty() || scanner.fieldStrengthTesla().isEmpty()) {
            return new Stated.Missing(Reason.of(ReasonCode.MISSING_INPUT, "model, fieldStrength"));
        }
        if (at.isEmpty()) {
            return new Stated.Missing(Reason.of(ReasonCode.MISSING_INPUT, "acquisitionTime"));
        }
        return new Stated.Fact(new FactBody.PhantomChecked(
                serial.get(),
                scanner.model().get(),
                scanner.fieldStrengthTesla().getAsDouble(),
                ClinicalTime.parse(at.get().withNano(0).toString()),
                passed));
    }
}
