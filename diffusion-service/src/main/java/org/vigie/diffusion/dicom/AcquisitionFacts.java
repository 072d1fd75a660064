package org.vigie.diffusion.dicom;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.imaging.Acquisition;
import org.vigie.mr.MrFrame;
import org.vigie.mr.Protocol;
import org.vigie.mr.Scanner;
import org.vigie.mr.SeriesKind;
import org.vigie.mr.SliceGeometry;

/** What the comparability gate compares (clinical rules 2.4, 2.4b). What the header does not say stays absent. */
public final class AcquisitionFacts {
    private static final List<String> FAT_SUPPRESSION_NAMES =
            List.of("STIR", "TIRM", "SPAIR", "SPIR", "DIXON", "FATSAT", "FS");
    private static final Pattern WORDS = Pattern.compile("[^A-Z0-9]+");

    private AcquisitionFacts() {}

    /** @param study every frame of the study: whether contrast agent was given before is seen from the other series */
    public static Acquisition of(DwiAcquisition dwi, List<ScannedFrame> study) {
        MrFrame first = dwi.frames().getFirst().frame();
        Scanner scanner = first.instance().scanner();
        Protocol protocol = first.instance().protocol();
        SliceGeometry geometry = first.geometry();
        return new Acquisition(
                dwi.seriesUids().getFirst(),
                scanner.manufacturer().orElse(null),
                scanner.model().orElse(null),
                scanner.deviceSerial().orElse(null),
                scanner.softwareVersions().orElse(null),
                boxed(scanner.fieldStrengthTesla()),
                boxed(first.timing().echoTimeMs()),
                Stream.concat(dwi.b().stream(), dwi.incomplete().stream())
                        .sorted()
                        .toList(),
                fatSuppression(protocol).orElse(null),
                contrast(dwi, study),
                geometry.rowSpacing(),
                geometry.columnSpacing(),
                boxed(geometry.sliceThickness()),
                protocol.protocolName().orElse(null),
                // Siemens writes the b-value into the name: without it the name is that of the sequence.
                protocol.sequenceName()
                        .map(n -> n.replaceFirst("_b\\d+.*$", "_b"))
                        .orElse(null));
    }

    private static Optional<String> fatSuppression(Protocol protocol) {
        return protocol.fatSuppression()
                .map(f -> f.toUpperCase(Locale.ROOT))
                .or(() -> protocol.protocolName().flatMap(AcquisitionFacts::fatSuppressionIn));
    }

    private static Optional<String> fatSuppressionIn(String protocolName) {
        List<String> words = List.of(WORDS.split(protocolName.toUpperCase(Locale.ROOT)));
        return FAT_SUPPRESSION_NAMES.stream().filter(words::contains).findFirst();
    }

    private static @Nullable String contrast(DwiAcquisition dwi, List<ScannedFrame> study) {
        if (dwi.frames().stream()
                .anyMatch(f -> f.frame().instance().protocol().contrastAgent().isPresent())) {
            return "AFTER";
        }
        List<MrFrame> dynamic = study.stream()
                .map(ScannedFrame::frame)
                .filter(f -> f.kind() == SeriesKind.DCE)
                .toList();
        if (dynamic.isEmpty()) {
            return "BEFORE";
        }
        Optional<LocalDateTime> injected = earliest(dynamic);
        Optional<LocalDateTime> diffusion =
                earliest(dwi.frames().stream().map(ScannedFrame::frame).toList());
        if (injected.isEmpty() || diffusion.isEmpty()) {
            return null;
        }
        return injected.get().isBefore(diffusion.get()) ? "AFTER" : "BEFORE";
    }

    private static Optional<LocalDateTime> earliest(List<MrFrame> frames) {
        return frames.stream().flatMap(f -> f.timing().acquired().stream()).min(Comparator.naturalOrder());
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (@Nullable Double) value.getAsDouble() : null;
    }
}
