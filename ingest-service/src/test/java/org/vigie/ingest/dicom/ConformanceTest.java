package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.dicom.wire.DropReason;
import org.vigie.ingest.dicom.wire.TlsContexts;

/** The statement says what the code does. */
class ConformanceTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\w+) \\| (1\\.2\\.840\\.10008[0-9.]+) \\|$");

    @Test
    void everyClassOfTheStatementIsAcceptedAndThoseOfOtherServicesAreNot() throws IOException {
        Set<String> listed = new TreeSet<>();
        Matcher rows = ROW.matcher(document("conformance.md"));
        while (rows.find()) {
            listed.add(rows.group(2));
        }
        assertThat(listed)
                .hasSizeGreaterThan(170)
                .contains("1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.481.3", "1.2.840.10008.5.1.4.34.10");
        assertThat(listed).allMatch(StorageClasses::isStorage);
        // Verification, commitment, MPPS, study root find, print, hanging protocol, colour palette, implant template
        assertThat(List.of(
                        "1.2.840.10008.1.1",
                        "1.2.840.10008.1.20.1",
                        "1.2.840.10008.3.1.2.3.3",
                        "1.2.840.10008.5.1.4.1.2.2.1",
                        "1.2.840.10008.5.1.1.9",
                        "1.2.840.10008.5.1.4.38.1",
                        "1.2.840.10008.5.1.4.39.1",
                        "1.2.840.10008.5.1.4.43.1",
                        "1.2.840.10008.5.1.4.1.1.200.4",
                        "1.2.840.10008.5.1.4.1.1.201.1"))
                .noneMatch(StorageClasses::isStorage);
    }

    @Test
    void everyCipherSuiteIsInTheStatement() throws IOException {
        assertThat(document("conformance.md")).contains(TlsContexts.CIPHER_SUITES);
    }

    @Test
    void everyKeyIsInTheOperationsGuideAndEveryReasonAmongTheMetrics() throws IOException {
        String guide = document("operations.md");
        List<String> keys = new ArrayList<>();
        for (Class<?> group : List.of(
                DicomConfig.class, DicomConfig.Peer.class, DicomConfig.Tls.class, DicomConfig.Commitment.class)) {
            for (Method method : group.getDeclaredMethods()) {
                if (method.getParameterCount() == 0
                        && !method.getReturnType().getName().contains("DicomConfig")) {
                    keys.add(method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT));
                }
            }
        }
        assertThat(keys).hasSizeGreaterThan(30).allMatch(key -> guide.contains("." + key));
        String metrics = document("metrics.md");
        assertThat(Arrays.stream(DropReason.values())
                        .map(r -> "`"
                                + r.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "`"))
                .allMatch(metrics::contains);
    }

    private static String document(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("vigie.root", ".."), "docs", name));
    }
}
