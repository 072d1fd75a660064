package org.vigie.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority in a folder, made by the JDK's keytool: PKCS12 stores of those it signed, and one with its own
 * certificate ({@link #trusted}).
 */
public final class Authority {
    public static final String PASSWORD = "changeit";

    private final Path folder;

    private Authority(Path folder) {
        this.folder = folder;
    }

    public static Authority in(Path folder, String name) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Authority authority = new Authority(folder);
        authority.keytool(
                "ca", "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "2");
        authority.keytool("ca", "-exportcert", "-rfc", "-file", authority.file("ca.pem"));
        authority.keytool("trusted", "-importcert", "-noprompt", "-file", authority.file("ca.pem"));
        return authority;
    }

    /** A key with a certificate that is signed; good for loopback. */
    public Path sign(String alias, String subject) throws IOException, InterruptedException {
        return sign(alias, subject, "EC");
    }

    /** The same for programs that know RSA only. */
    public Path signRsa(String alias, String subject) throws IOException, InterruptedException {
        return sign(alias, subject, "RSA");
    }

    private Path sign(String alias, String subject, String algorithm) throws IOException, InterruptedException {
        keytool(alias, "-genkeypair", "-keyalg", algorithm, "-dname", subject, "-validity", "2");
        keytool(alias, "-certreq", "-file", file(alias + ".csr"));
        keytool(
                "ca",
                "-gencert",
                "-rfc",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-infile",
                file(alias + ".csr"),
                "-outfile",
                file(alias + ".pem"));
        Files.writeString(
                Path.of(file(alias + ".chain")),
                Files.readString(Path.of(file(alias + ".pem"))) + Files.readString(Path.of(file("ca.pem"))));
        keytool(alias, "-importcert", "-noprompt", "-file", file(alias + ".chain"));
        return Path.of(file(alias + ".p12"));
    }

    public Path trusted() {
        return Path.of(file("trusted.p12"));
    }

    /** A client that trusts this authority and shows a certificate of {@code shown}, or none. */
    public SSLContext client(java.util.Optional<Path> shown) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown.isEmpty() ? null : load(shown.get()), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trusted()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.isEmpty() ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", store, "-storetype", "PKCS12", "-keystore", file(store + ".p12")));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}
