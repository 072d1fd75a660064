package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigie.contract.Json;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.contract.imaging.IntakeReported.StudyAnnounced;
import org.vigie.ingest.Instances;

/** What senders announce while no broker is there. */
class ReplicaReportsTest {
    private final ReplicaReports reports = new ReplicaReports("a", Duration.ofSeconds(2), () -> Instances.T0);

    @Test
    void theWholeTableIsBounded() {
        for (int study = 0; study < 100; study++) {
            reports.announced("1.2." + study, instances(study, 20_000));
        }
        int kept = 0;
        String last = "";
        Set<String> studies = new HashSet<>();
        for (var next = reports.nextAnnounced(); next.isPresent(); next = reports.nextAnnounced()) {
            StudyAnnounced part = Objects.requireNonNull(next.get().announced());
            kept += part.series().stream()
                    .mapToInt(s -> s.sopInstanceUids().size())
                    .sum();
            studies.add(part.studyUid());
            last = part.studyUid();
            reports.published(next.get());
        }

        assertThat(kept).isBetween(150_000, 200_000);
        assertThat(studies).contains("1.2.99").doesNotContain("1.2.0", "1.2.50");
        assertThat(last).isEqualTo("1.2.99");
    }

    @Test
    void aLargeStudyIsAnnouncedInPartsThatABrokerTakes() {
        Map<String, String> all = instances(1, 12_001);
        reports.announced("1.2.1", all);
        Map<String, String> told = new HashMap<>();
        int parts = 0;
        for (var next = reports.nextAnnounced(); next.isPresent(); next = reports.nextAnnounced()) {
            IntakeReported report = next.get();
            assertThat(Json.bytes(report)).hasSizeLessThan(900_000);
            Objects.requireNonNull(report.announced())
                    .series()
                    .forEach(s -> s.sopInstanceUids().forEach(uid -> told.put(uid, s.seriesUid())));
            reports.published(report);
            parts++;
        }

        assertThat(told).isEqualTo(all);
        assertThat(parts).isEqualTo(3);
    }

    private static Map<String, String> instances(int study, int count) {
        String root = "1.2.840.113619.2.404.3.1209.100000000000.7777777777." + study;
        Map<String, String> instances = new HashMap<>();
        for (int i = 0; i < count; i++) {
            instances.put(root + "." + i, root + ".9." + i / 100);
        }
        return instances;
    }
}
