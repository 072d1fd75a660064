package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed keys of a server, a modality and a stranger, made by the JDK's keytool. */
record Certificates(Path folder) {
    static final String PASSWORD = "changeit";

    static Certificates make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        for (String who : List.of("server", "modality", "stranger")) {
            String store = folder.resolve(who + ".p12").toString();
            keytool(
                    "-genkeypair",
                    "-alias",
                    who,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + who,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store,
                    "-storepass",
                    PASSWORD);
            keytool(
                    "-exportcert",
                    "-alias",
                    who,
                    "-file",
                    folder.resolve(who + ".cer").toString(),
                    "-keystore",
                    store,
                    "-storepass",
                    PASSWORD);
        }
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "modality",
                "-file",
                folder.resolve("modality.cer").toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("trusted.p12").toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "server",
                "-file",
                folder.resolve("server.cer").toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("of-server.p12").toString(),
                "-storepass",
                PASSWORD);
        return new Certificates(folder);
    }

    /** Configuration of the server. */
    Map<String, String> settings() {
        return Map.of(
                "vigie.dicom.tls.key-store",
                folder.resolve("server.p12").toString(),
                "vigie.dicom.tls.key-store-password",
                PASSWORD,
                "vigie.dicom.tls.trust-store",
                folder.resolve("trusted.p12").toString(),
                "vigie.dicom.tls.trust-store-password",
                PASSWORD);
    }

    /** @param who whose certificate is shown; empty for none */
    SSLContext client(String who) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(who.isEmpty() ? null : load(who + ".p12"), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load("of-server.p12"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(who.isEmpty() ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load(String file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}
