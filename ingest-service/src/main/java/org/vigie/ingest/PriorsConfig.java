package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Archives that are asked for earlier studies: {@code vigie.priors.*}. Without an archive nothing is asked. */
@ConfigMapping(prefix = "vigie.priors")
public interface PriorsConfig {
    /** Asked in the order of their names, until one has a study. */
    Map<String, Archive> archives();

    /** Studies fetched for one request, the latest first. */
    @WithDefault("3")
    @Min(1)
    @Max(20)
    int maxStudies();

    /** For one request over all archives, from the first question to the last image. */
    @WithDefault("10m")
    Duration timeout();

    /** A request about the same patient and days as one before it is not asked again so long. */
    @WithDefault("30d")
    Duration suppress();

    @WithDefault("MR")
    String modality();

    interface Archive {
        /** Root of DICOMweb (QIDO-RS, WADO-RS); or else the DIMSE address. */
        Optional<URI> url();

        Optional<String> username();

        Optional<String> password();

        /** Bearer token, instead of user name and password. */
        Optional<String> token();

        Optional<String> aeTitle();

        Optional<String> host();

        @WithDefault("104")
        @Min(1)
        @Max(65535)
        int port();

        /** How studies come over DIMSE. */
        @WithDefault("get")
        Retrieve retrieve();

        /** Whether it speaks TLS over DIMSE; DICOMweb does with an https address. */
        @WithDefault("false")
        boolean tls();

        /**
         * Whom its certificate must name: a host, an address, a distinguished name, or {@code *} for any that the trust
         * store's authorities signed. Its {@link #host} if absent.
         */
        Optional<String> tlsName();

        /** Our key and certificate for it; over DIMSE those of the DICOM port if absent. */
        Optional<Path> tlsKeyStore();

        Optional<String> tlsKeyStorePassword();

        /**
         * Whose signatures are trusted. Over DIMSE those the DICOM port trusts if absent, or those in a key store of its own;
         * over https those that Java trusts.
         */
        Optional<Path> tlsTrustStore();

        Optional<String> tlsTrustStorePassword();

        Optional<@Pattern(regexp = "PKCS12|JKS", message = "PKCS12 or JKS") String> tlsStoreType();

        @WithDefault("TLSv1.3,TLSv1.2")
        List<String> tlsProtocols();

        /** Empty is the whole list of the profile. */
        Optional<List<String>> tlsCipherSuites();

        /** To connect, and for each answer to come. */
        @WithDefault("30s")
        Duration answerTimeout();
    }

    enum Retrieve {
        GET,
        /** The archive must know our AE title and address. */
        MOVE
    }
}
