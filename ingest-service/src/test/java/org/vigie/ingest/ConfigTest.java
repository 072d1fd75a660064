package org.vigie.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.store.StoreSettings;

class ConfigTest {
    @TempDir
    Path home;

    @Test
    void theProductionDefaultsAreThoseOfTheDesign() throws IOException {
        SmallRyeConfig config = config(Map.of());
        CompletenessConfig completeness = config.getConfigMapping(CompletenessConfig.class);

        assertThat(completeness.seriesQuiet()).isEqualTo(Duration.ofSeconds(60));
        assertThat(completeness.studyQuiet()).isEqualTo(Duration.ofMinutes(15));
        assertThat(completeness.hardStop()).isEqualTo(Duration.ofMinutes(90));
        DicomConfig dicom = config.getConfigMapping(DicomConfig.class);
        assertThat(dicom.aeTitle()).isEqualTo("VIGIE");
        assertThat(dicom.port()).isEqualTo(11112);
        assertThat(dicom.bind()).isEqualTo("127.0.0.1");
        assertThat(dicom.allowedCallingAes()).isEmpty();
    }

    @Test
    void theDemoShortensTheQuietTimes() throws IOException {
        SmallRyeConfig config = config(Map.of("VIGIE_QUIET_SERIES", "5s", "VIGIE_QUIET_STUDY", "20s"));
        CompletenessConfig completeness = config.getConfigMapping(CompletenessConfig.class);

        assertThat(completeness.seriesQuiet()).isEqualTo(Duration.ofSeconds(5));
        assertThat(completeness.studyQuiet()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void allFaultsAreSaidAtOnce() throws IOException {
        List<String> faults = faults(config(Map.of(
                "VIGIE_QUIET_SERIES", "30s",
                "VIGIE_QUIET_STUDY", "20s",
                "vigie.dicom.allowed-calling-aes", "PACS,THIS_AE_TITLE_IS_TOO_LONG")));

        assertThat(faults)
                .containsExactly(
                        "vigie.completeness: 0 < series-quiet <= study-quiet <= hard-stop expected",
                        "vigie.dicom.allowed-calling-aes: an AE title has 1 to 16 characters",
                        "vigie.site.secret-file: not readable: " + home.resolve("secrets/site.key"));
    }

    @Test
    void anArchiveHasOneAddress() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/site.key"), "00".repeat(32));

        assertThat(faults(config(Map.of(
                        "vigie.priors.archives.pacs.ae-title", "PACS",
                        "vigie.priors.archives.web.url", "ftp://archive/",
                        "vigie.priors.archives.web.username", "reader"))))
                .containsExactlyInAnyOrder(
                        "vigie.priors.archives.pacs: either url, or ae-title and host expected",
                        "vigie.priors.archives.web.url: http or https expected",
                        "vigie.priors.archives.web: username and password belong together");
    }

    @Test
    void aBucketIsDescribedWholly() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/site.key"), "00".repeat(32));

        assertThat(faults(config(Map.of(
                        "vigie.store.kind", "s3",
                        "vigie.store.s3.endpoint", "https://user:password@s3.example.org",
                        "vigie.store.s3.path-style", "maybe",
                        "vigie.store.s3.seal-after", "soon"))))
                .containsExactly(
                        "vigie.store.s3.endpoint: http(s)://host[:port] without user and password expected",
                        "vigie.store.s3.bucket: 3 to 63 lower-case letters, digits, '.', '-' expected",
                        "vigie.store.s3.path-style: true or false expected",
                        "vigie.store.s3.seal-after: a time such as 15s expected, more than 0");
        assertThat(faults(config(Map.of("vigie.store.kind", "tape", "vigie.store.s3.bucket", "ignored"))))
                .containsExactly("vigie.store.kind: 'file' or 's3' expected, not 'tape'");
    }

    /** As the operations guide has it. */
    @Test
    void anArchiveMayBeGivenByTheEnvironment() throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "VIGIE_PRIORS_ARCHIVES_PACS_AE_TITLE", "PACS",
                                "VIGIE_PRIORS_ARCHIVES_PACS_HOST", "pacs.example.org",
                                "VIGIE_PRIORS_ARCHIVES_PACS_PORT", "2762",
                                "VIGIE_PRIORS_ARCHIVES_PACS_TLS", "true",
                                "VIGIE_PRIORS_ARCHIVES_PACS_TLS_NAME", "CN=pacs,O=Hospital",
                                "VIGIE_PRIORS_ARCHIVES_PACS_TLS_KEY_STORE", "/etc/vigie/vigie.p12",
                                "VIGIE_PRIORS_ARCHIVES_PACS_TLS_KEY_STORE_PASSWORD", "secret",
                                "VIGIE_PRIORS_ARCHIVES_PACS_TLS_TRUST_STORE", "/etc/vigie/trusted.p12"),
                        300))
                .withMapping(PriorsConfig.class)
                .build();

        PriorsConfig.Archive pacs =
                config.getConfigMapping(PriorsConfig.class).archives().get("pacs");
        assertThat(pacs).isNotNull();
        assertThat(pacs.port()).isEqualTo(2762);
        assertThat(pacs.tls()).isTrue();
        assertThat(pacs.tlsName()).contains("CN=pacs,O=Hospital");
        assertThat(pacs.tlsKeyStore()).contains(Path.of("/etc/vigie/vigie.p12"));
        assertThat(pacs.tlsKeyStorePassword()).contains("secret");
        assertThat(pacs.tlsTrustStore()).contains(Path.of("/etc/vigie/trusted.p12"));
    }

    @Test
    void tlsTowardsAnArchiveIsCheckedAtStart() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/site.key"), "00".repeat(32));
        Path absent = home.resolve("absent.p12");

        assertThat(faults(config(Map.of(
                        "vigie.priors.archives.pacs.ae-title", "PACS",
                        "vigie.priors.archives.pacs.host", "pacs",
                        "vigie.priors.archives.pacs.tls", "true",
                        "vigie.priors.archives.pacs.tls-name", "CN",
                        "vigie.priors.archives.pacs.tls-protocols", "TLSv1.1",
                        "vigie.priors.archives.pacs.tls-cipher-suites", "TLS_RSA_WITH_AES_128_CBC_SHA"))))
                .containsExactly(
                        "vigie.priors.archives.pacs.tls-protocols: TLSv1.3 or TLSv1.2 expected, not TLSv1.1",
                        "vigie.priors.archives.pacs.tls-cipher-suites: not in the BCP 195 profile:"
                                + " TLS_RSA_WITH_AES_128_CBC_SHA",
                        "vigie.priors.archives.pacs.tls-key-store: needed, or vigie.dicom.tls.key-store");
        assertThat(faults(config(Map.of(
                        "vigie.priors.archives.pacs.ae-title", "PACS",
                        "vigie.priors.archives.pacs.host", "pacs",
                        "vigie.priors.archives.pacs.tls", "true",
                        "vigie.priors.archives.pacs.tls-key-store", absent.toString(),
                        "vigie.priors.archives.web.url", "https://archive/",
                        "vigie.priors.archives.web.tls", "true",
                        "vigie.priors.archives.plain.ae-title", "PLAIN",
                        "vigie.priors.archives.plain.host", "plain",
                        "vigie.priors.archives.plain.tls-trust-store", absent.toString()))))
                .anySatisfy(f -> assertThat(f).startsWith("vigie.priors.archives.pacs.tls-key-store: "))
                .contains(
                        "vigie.priors.archives.web.tls: for ae-title and host; for a url write https",
                        "vigie.priors.archives.plain.tls: its settings mean nothing without"
                                + " vigie.priors.archives.plain.tls=true");
    }

    @Test
    void aSoundConfigurationHasNoFault() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/site.key"), "00".repeat(32));

        assertThat(faults(config(Map.of()))).isEmpty();
    }

    private static List<String> faults(SmallRyeConfig config) {
        return ConfigFaults.find(
                config.getConfigMapping(DicomConfig.class),
                config.getConfigMapping(CompletenessConfig.class),
                config.getConfigMapping(StorageConfig.class),
                config.getConfigMapping(SiteConfig.class),
                config.getConfigMapping(ProtocolsConfig.class),
                config.getConfigMapping(PriorsConfig.class),
                StoreSettings.read(key -> config.getOptionalValue(key, String.class)),
                config.getConfigMapping(RetentionConfig.class));
    }

    /** What is packaged, with some values from outside. */
    private SmallRyeConfig config(Map<String, String> outside) throws IOException {
        Map<String, String> values = new HashMap<>(outside);
        values.put("vigie.home", home.toString());
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(
                        ConfigTest.class.getClassLoader().getResource("application.properties"), 100))
                .withSources(new PropertiesConfigSource(values, "outside", 300))
                .withMapping(DicomConfig.class)
                .withMapping(CompletenessConfig.class)
                .withMapping(StorageConfig.class)
                .withMapping(SiteConfig.class)
                .withMapping(BrokerConfig.class)
                .withMapping(ProtocolsConfig.class)
                .withMapping(PriorsConfig.class)
                .withMapping(RetentionConfig.class)
                .build();
    }
}
