package org.vigie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The DICOM listener: {@code vigie.dicom.*}. */
@ConfigMapping(prefix = "vigie.dicom")
public interface DicomConfig {
    @WithDefault("VIGIE")
    @Pattern(regexp = "[ -~&&[^\\\\]]{1,16}", message = "an AE title has 1 to 16 characters")
    String aeTitle();

    @WithDefault("127.0.0.1")
    String bind();

    @WithDefault("11112")
    @Min(1)
    @Max(65535)
    int port();

    /** False closes the port without TLS; {@link Tls#keyStore} is needed then. */
    @WithDefault("true")
    boolean plain();

    /** Calling AE titles that may associate; empty is any. */
    Optional<List<String>> allowedCallingAes();

    /** Addresses or ranges ({@code 10.1.0.0/16}) that may associate; empty is any. */
    Optional<List<String>> allowedHosts();

    @WithDefault("128")
    @Min(1)
    int maxAssociations();

    /** Of one calling AE title; {@link Peer#maxAssociations} goes before it. */
    @WithDefault("100")
    @Min(1)
    int maxAssociationsPerAe();

    /** Connections at a time that have not associated yet; beyond it the oldest is closed. */
    @WithDefault("256")
    @Min(1)
    int maxWaitingConnections();

    /** Operations a peer may have outstanding (asynchronous operations window); 1 is synchronous. */
    @WithDefault("16")
    @Min(1)
    @Max(65535)
    int maxOperations();

    /** Bytes. */
    @WithDefault("131072")
    @Min(16384)
    @Max(1048576)
    int pduLength();

    /** How long a peer may take from connecting to its association request, and to close after a release. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** How long one PDU may take, and a pause inside one message. */
    @WithDefault("60s")
    Duration dataTimeout();

    /** How long a peer may leave unread what it is sent. */
    @WithDefault("30s")
    Duration writeTimeout();

    /** How long an association may be silent. */
    @WithDefault("10m")
    Duration idleTimeout();

    /** UIDs of the SOP classes that may be stored; empty is all Storage SOP classes and all private ones. */
    Optional<List<String>> sopClasses();

    /** User name to passcode. If there is any, every association must carry one of them (PS3.7 D.3.3.7). */
    Map<String, String> users();

    /** What is known of single application entities, by a name of the site's choice. */
    Map<String, Peer> peers();

    Tls tls();

    Limits limits();

    Commitment commitment();

    /** One remote application entity. */
    interface Peer {
        /** Its title; the key in capitals if absent. */
        Optional<String> aeTitle();

        /** Where it listens, for reports on new associations. */
        Optional<String> host();

        @WithDefault("104")
        @Min(1)
        @Max(65535)
        int port();

        /** Whether it listens with TLS. */
        @WithDefault("false")
        boolean tls();

        /**
         * Whom its certificate must name: a host, an address, a distinguished name, or {@code *} for any that the trust
         * store's authorities signed. Its {@link #host} if absent.
         */
        Optional<String> tlsName();

        /** Addresses or ranges it may come from; empty is any that {@link DicomConfig#allowedHosts} lets pass. */
        Optional<List<String>> hosts();

        OptionalInt maxAssociations();
    }

    /** TLS after BCP 195; on if there is a key store. */
    interface Tls {
        @WithDefault("2762")
        @Min(1)
        @Max(65535)
        int port();

        Optional<Path> keyStore();

        Optional<String> keyStorePassword();

        /** Certificates that sign those of the clients. */
        Optional<Path> trustStore();

        Optional<String> trustStorePassword();

        @WithDefault("PKCS12")
        @Pattern(regexp = "PKCS12|JKS", message = "PKCS12 or JKS")
        String storeType();

        /** Whether a client must show a certificate. */
        @WithDefault("true")
        boolean clientCertificate();

        @WithDefault("TLSv1.3,TLSv1.2")
        List<String> protocols();

        /** Empty is the whole list of the profile. */
        Optional<List<String>> cipherSuites();

        @WithDefault("10s")
        Duration handshakeTimeout();
    }

    /** Storage commitment. */
    interface Commitment {
        /** How long the requesting association is given to stay open before its report goes out on it. */
        @WithDefault("1s")
        Duration sameAssociationAfter();

        /** Between two attempts to report; doubled each time up to an hour. */
        @WithDefault("10s")
        Duration retry();

        /** When a report that nobody takes is given up. */
        @WithDefault("7d")
        Duration giveUpAfter();
    }

    /** How large a header may be before it is no longer read and the object refused; pixel data count for none. */
    interface Limits {
        /** Sequences inside sequences. */
        @WithDefault("32")
        @Min(1)
        @Max(256)
        int depth();

        /** With those of items and the items themselves. */
        @WithDefault("2000000")
        @Min(1000)
        int elements();

        /** Of one value that is text, numbers or identifiers. */
        @WithDefault("16777216")
        @Min(65536)
        int valueBytes();

        /** Of all values that are held to look at the header. */
        @WithDefault("167772160")
        @Min(1048576)
        long headerBytes();

        /** Of a deflated data set when it is unpacked. */
        @WithDefault("2147483648")
        @Min(1048576)
        long inflatedBytes();
    }
}
