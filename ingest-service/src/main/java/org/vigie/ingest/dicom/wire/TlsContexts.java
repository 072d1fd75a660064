package org.vigie.ingest.dicom.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the DICOM port after BCP 195 (PS3.15 B.9 to B.11): 1.2 and 1.3 with forward secrecy and authenticated
 * encryption only. The stores are read again when their files change; faulty new ones leave the old in force.
 */
public final class TlsContexts implements Supplier<TlsContexts.Current> {
    private static final long LOOK_NANOS = 5_000_000_000L;

    /** What BCP 195 allows and this Java has; the first is preferred. */
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    public static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final Settings settings;
    private final Consumer<String> log;
    private volatile Loaded loaded;
    private volatile long lookedAt;

    /**
     * @param trustStore whose certificates sign those of clients; null: the key store's own
     * @param storeType PKCS12 or JKS
     */
    public record Settings(
            Path keyStore,
            String keyPassword,
            @Nullable Path trustStore,
            String trustPassword,
            String storeType,
            boolean clientCertificate,
            List<String> protocols,
            List<String> cipherSuites) {
        @Override
        public String toString() {
            return "Settings[" + keyStore + ", " + trustStore + "]";
        }
    }

    /** @param file null for none */
    public record Store(@Nullable Path file, String password, String type) {
        @Override
        public String toString() {
            return "Store[" + file + "]";
        }
    }

    /** What a new connection is opened with. */
    public record Current(SSLContext context, SSLParameters parameters) {}

    private record Loaded(Current current, List<FileTime> times) {}

    /** A store or its password is wrong; the message begins with the configuration key. */
    public static final class FaultyException extends Exception {
        private static final long serialVersionUID = 1L;

        FaultyException(String fault) {
            super(fault);
        }
    }

    /** @param log hears of stores that could not be read again */
    public TlsContexts(Settings settings, Consumer<String> log) throws FaultyException {
        this.settings = settings;
        this.log = log;
        this.loaded = new Loaded(load(settings), times(settings));
        this.lookedAt = System.nanoTime();
    }

    @Override
    public Current get() {
        if (System.nanoTime() - lookedAt > LOOK_NANOS) {
            lookAgain();
        }
        return loaded.current();
    }

    /** Who signs the certificates of peers we call. */
    public static X509TrustManager authorities(Settings settings) throws FaultyException {
        KeyStore trusted = settings.trustStore() == null
                ? store("key-store", settings.keyStore(), settings.keyPassword(), settings.storeType())
                : store("trust-store", settings.trustStore(), settings.trustPassword(), settings.storeType());
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            for (TrustManager manager : trust.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
            throw new FaultyException("vigie.dicom.tls.trust-store: holds no certificate");
        } catch (GeneralSecurityException e) {
            throw new FaultyException(
                    "vigie.dicom.tls.trust-store: " + e.getClass().getSimpleName());
        }
    }

    /**
     * For calls over HTTPS, where the caller checks the name.
     *
     * @param shown store of our key and certificate; null shows none
     * @param trusted whose signatures are trusted; null is Java's own list
     */
    public static SSLContext client(Store shown, Store trusted) throws FaultyException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            Path keyFile = shown.file();
            Path trustFile = trusted.file();
            if (keyFile != null) {
                keys.init(
                        store("key-store", keyFile, shown.password(), shown.type()),
                        shown.password().toCharArray());
            }
            trust.init(trustFile == null ? null : store("trust-store", trustFile, trusted.password(), trusted.type()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyFile == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (UnrecoverableKeyException password) {
            throw new FaultyException("vigie.dicom.tls.key-store-password: does not open the private key");
        } catch (GeneralSecurityException e) {
            throw new FaultyException("vigie.dicom.tls: " + e.getClass().getSimpleName());
        }
    }

    private synchronized void lookAgain() {
        lookedAt = System.nanoTime();
        List<FileTime> times = times(settings);
        if (times.equals(loaded.times())) {
            return;
        }
        try {
            loaded = new Loaded(load(settings), times);
            log.accept("TLS stores read again");
        } catch (FaultyException faulty) {
            loaded = new Loaded(loaded.current(), times);
            log.accept("changed TLS stores not used, the old ones stay in force: " + faulty.getMessage());
        }
    }

    private static Current load(Settings settings) throws FaultyException {
        KeyStore keys = store("key-store", settings.keyStore(), settings.keyPassword(), settings.storeType());
        KeyStore trusted = settings.trustStore() == null
                ? keys
                : store("trust-store", settings.trustStore(), settings.trustPassword(), settings.storeType());
        try {
            if (Collections.list(keys.aliases()).stream().noneMatch(alias -> isKey(keys, alias))) {
                throw new FaultyException("vigie.dicom.tls.key-store: holds no private key: " + settings.keyStore());
            }
            if (settings.clientCertificate() && !trusted.aliases().hasMoreElements()) {
                throw new FaultyException("vigie.dicom.tls.trust-store: holds no certificate");
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, settings.keyPassword().toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
            return new Current(context, parameters(context, settings));
        } catch (UnrecoverableKeyException password) {
            throw new FaultyException("vigie.dicom.tls.key-store-password: does not open the private key");
        } catch (GeneralSecurityException e) {
            throw new FaultyException("vigie.dicom.tls: " + e.getClass().getSimpleName());
        }
    }

    private static SSLParameters parameters(SSLContext context, Settings settings) {
        List<String> suites = new ArrayList<>(settings.cipherSuites());
        suites.retainAll(List.of(context.getSupportedSSLParameters().getCipherSuites()));
        SSLParameters parameters = new SSLParameters(
                suites.toArray(String[]::new), settings.protocols().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(settings.clientCertificate());
        return parameters;
    }

    private static KeyStore store(String key, Path file, String password, String type) throws FaultyException {
        if (!Files.isReadable(file)) {
            throw new FaultyException("vigie.dicom.tls." + key + ": not readable: " + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException e) {
            throw new FaultyException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "vigie.dicom.tls." + key + "-password: wrong for " + file
                            : "vigie.dicom.tls." + key + ": no " + type + " store: " + file);
        } catch (GeneralSecurityException e) {
            throw new FaultyException("vigie.dicom.tls." + key + ": no " + type + " store: " + file);
        }
    }

    private static boolean isKey(KeyStore keys, String alias) {
        try {
            return keys.isKeyEntry(alias);
        } catch (GeneralSecurityException notLoaded) {
            return false;
        }
    }

    private static List<FileTime> times(Settings settings) {
        List<FileTime> times = new ArrayList<>();
        for (Path file : settings.trustStore() == null
                ? List.of(settings.keyStore())
                : List.of(settings.keyStore(), settings.trustStore())) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException away) {
                times.add(FileTime.fromMillis(0));
            }
        }
        return times;
    }
}
