package org.vigie.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vigie.contract.identity.Issuers;
import org.vigie.contract.identity.SiteSecret;
import org.vigie.ingest.dicom.DicomFaults;
import org.vigie.ingest.domain.QuietTimes;
import org.vigie.store.StoreSettings;

/** What single values cannot say: all faults of the configuration at once, each with its key. */
final class ConfigFaults {
    private ConfigFaults() {}

    private static final Duration LEAST_ABSENCE = Duration.ofSeconds(10);

    static List<String> find(
            DicomConfig dicom,
            CompletenessConfig completeness,
            StorageConfig storage,
            SiteConfig site,
            ProtocolsConfig protocols,
            PriorsConfig priors,
            StoreSettings.Read store,
            RetentionConfig retention) {
        List<String> faults = new ArrayList<>(Protocols.faults(protocols));
        faults.addAll(PriorArchives.faults(priors, dicom.tls()));
        try {
            quietTimes(completeness);
        } catch (IllegalArgumentException e) {
            faults.add("vigie.completeness: 0 < series-quiet <= study-quiet <= hard-stop expected");
        }
        if (!completeness.tick().isPositive()) {
            faults.add("vigie.completeness.tick: more than 0 expected");
        }
        if (!replicaAbsent(completeness).isPositive()) {
            faults.add("vigie.completeness.replica-absent: more than 0 expected");
        }
        faults.addAll(DicomFaults.find(dicom));
        if (storage.flushDelay().isNegative()) {
            faults.add("vigie.ingest.flush-delay: not negative expected");
        }
        try {
            SiteSecret.read(site.secretFile());
        } catch (IOException e) {
            faults.add("vigie.site.secret-file: not readable: " + site.secretFile());
        } catch (IllegalArgumentException e) {
            faults.add("vigie.site.secret-file: hexadecimal text of at least 32 bytes expected");
        }
        try {
            new Issuers(site.defaultIssuer(), site.issuers());
        } catch (IllegalArgumentException e) {
            faults.add("vigie.site: " + e.getMessage());
        }
        try {
            Files.createDirectories(storage.dir());
            Files.createDirectories(storage.storeDir());
        } catch (IOException e) {
            faults.add("vigie.ingest.dir, vigie.store.dir: not writable: " + e.getMessage());
        }
        atLeastADay("images-after", retention.imagesAfter(), faults);
        atLeastADay("not-used-after", retention.notUsedAfter(), faults);
        if (retention.every().isPresent() && retention.every().get().compareTo(Duration.ofMinutes(1)) < 0) {
            faults.add("vigie.retention.every: a minute or more expected");
        }
        faults.addAll(store.faults());
        if (store.settings() != null) {
            store.settings().faultOfBucket().ifPresent(faults::add);
        }
        return List.copyOf(faults);
    }

    static Duration replicaAbsent(CompletenessConfig config) {
        Duration third = config.studyQuiet().dividedBy(3);
        return config.replicaAbsent().orElse(third.compareTo(LEAST_ABSENCE) < 0 ? LEAST_ABSENCE : third);
    }

    private static void atLeastADay(String key, Optional<Duration> time, List<String> faults) {
        if (time.isPresent() && time.get().compareTo(Duration.ofDays(1)) < 0) {
            faults.add("vigie.retention." + key + ": a day or more expected");
        }
    }

    static QuietTimes quietTimes(CompletenessConfig config) {
        return new QuietTimes(config.seriesQuiet(), config.studyQuiet(), config.hardStop());
    }
}
