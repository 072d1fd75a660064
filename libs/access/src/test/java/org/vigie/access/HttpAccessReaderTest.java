package org.vigie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpAccessReaderTest {
    @TempDir
    Path folder;

    @Test
    void withoutAWordPasswordsAloneAreAccepted() {
        HttpAccessReader.Read read = read(Map.of());

        assertThat(read.faults()).isEmpty();
        assertThat(read.access().ways()).containsExactly(Way.BASIC);
        assertThat(read.access().tls()).isNull();
    }

    @Test
    void everyFaultIsNamedWithItsKey() {
        HttpAccessReader.Read read = read(Map.ofEntries(
                Map.entry("vigie.http.auth", "oidc,mtls,kerberos"),
                Map.entry("vigie.http.metrics", "sometimes"),
                Map.entry("vigie.http.oidc.issuer", "http://idp.example.org/realm"),
                Map.entry("vigie.http.oidc.trust-store-password", "x"),
                Map.entry("vigie.http.mtls.pacs.subject", "not a name"),
                Map.entry("vigie.http.mtls.pacs.roles", "king"),
                Map.entry("vigie.http.tls.keystore", "typo"),
                Map.entry(
                        "vigie.http.tls.trust-store", folder.resolve("none.p12").toString())));

        assertThat(read.faults())
                .containsExactlyInAnyOrder(
                        "vigie.http.auth: basic, oidc or mtls expected, not kerberos",
                        "vigie.http.tls.trust-store: not readable: " + folder.resolve("none.p12"),
                        "vigie.http.tls.trust-store: means nothing without vigie.http.tls.key-store",
                        "vigie.http.oidc.issuer: https address expected (http on loopback only)",
                        "vigie.http.oidc.audience: needed: a token that was made for somebody else is none for us",
                        "vigie.http.oidc.roles: at least one of .service, .sender, .operator expected",
                        "vigie.http.oidc.trust-store-password: means nothing without vigie.http.oidc.trust-store",
                        "vigie.http.mtls.pacs.roles: some of [operator, sender, service] expected",
                        "vigie.http.mtls.pacs.subject: a distinguished name expected, not not a name",
                        "vigie.http.tls.key-store, vigie.http.tls.trust-store: needed where vigie.http.auth says mtls",
                        "vigie.http.tls.keystore: no such key",
                        "vigie.http.metrics: permit or authenticated expected, not sometimes");
    }

    @Test
    void whatMeansNothingIsAFault() {
        assertThat(read(Map.of("vigie.http.oidc.audience", "vigie", "vigie.http.mtls.a.roles", "sender"))
                        .faults())
                .containsExactly(
                        "vigie.http.oidc.audience: means nothing where vigie.http.auth does not say oidc",
                        "vigie.http.mtls.a.roles: means nothing where vigie.http.auth does not say mtls");
    }

    @Test
    void storesAreOpenedBeforeTheServerDoes() throws Exception {
        Authority authority = Authority.in(folder.resolve("ca"), "Test CA");
        String key = authority.sign("server", "CN=vigie").toString();

        assertThat(read(Map.of("vigie.http.tls.key-store", key, "vigie.http.tls.key-store-password", "wrong"))
                        .faults())
                .containsExactly("vigie.http.tls.key-store: wrong password: " + key);
        assertThat(read(Map.of(
                                "vigie.http.tls.key-store",
                                authority.trusted().toString(),
                                "vigie.http.tls.key-store-password",
                                Authority.PASSWORD))
                        .faults())
                .containsExactly("vigie.http.tls.key-store: holds no private key: " + authority.trusted());
    }

    @Test
    void variablesOfTheEnvironmentAreKnownByTheirKeys() {
        Set<String> names = EnvironmentNames.dotted(Set.of(
                "VIGIE_HTTP_MTLS_MAIN_PACS_SUBJECT",
                "VIGIE_HTTP_AUTH",
                "vigie.http.tls.key.store",
                "vigie.dicom.port"));

        assertThat(names).containsExactlyInAnyOrder("vigie.http.mtls.main-pacs.subject", "vigie.http.tls.key.store");
        assertThat(HttpAccessReader.read(key -> null, Set.of("vigie.http.tls.key.store"))
                        .faults())
                .isEqualTo(List.of());
    }

    private static HttpAccessReader.Read read(Map<String, String> values) {
        return HttpAccessReader.read(values::get, values.keySet());
    }
}
