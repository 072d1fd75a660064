package org.vigie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path dir;

    @Test
    void makesASiteKeyOf32BytesThatOnlyItsOwnerCanRead() throws IOException {
        Home home = new Home(dir.resolve("home"));
        Secrets.readOrCreate(home);

        Path key = home.secrets().resolve("site.key");
        assertThat(Files.readString(key)).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secrets())))
                .isEqualTo("rwx------");
    }

    @Test
    void keepsEverySecretAndCallsTheAdminPasswordNewOnlyOnce() throws IOException {
        Home home = new Home(dir.resolve("home"));
        Secrets first = Secrets.readOrCreate(home);
        String key = Files.readString(home.secrets().resolve("site.key"));
        Secrets second = Secrets.readOrCreate(home);

        assertThat(first.adminPasswordIsNew()).isTrue();
        assertThat(second.adminPasswordIsNew()).isFalse();
        assertThat(second.adminPassword()).isEqualTo(first.adminPassword()).hasSize(16);
        assertThat(second.apiPassword()).isEqualTo(first.apiPassword()).hasSize(32);
        assertThat(home.secrets().resolve("site.key")).hasContent(key);
    }

    @Test
    void neverShowsASecretAsText() {
        Secrets secrets = Secrets.readOrCreate(new Home(dir.resolve("home")));
        assertThat(secrets.toString()).isEqualTo("Secrets");
    }

    /** As {@code up --only} of several services does at the same time. */
    @Test
    void manyAtOnceKeepOneSecretAndOneInstallation() throws Exception {
        Home home = new Home(dir.resolve("home"));
        Callable<Secrets> up = () -> {
            Secrets secrets = Secrets.readOrCreate(home);
            new Installation(Ports.free(), Map.of()).write(home);
            return secrets;
        };
        try (ExecutorService all = Executors.newFixedThreadPool(8)) {
            Set<String> passwords = new HashSet<>();
            for (Future<Secrets> one : all.invokeAll(Collections.nCopies(64, up))) {
                passwords.add(one.get().apiPassword());
            }
            assertThat(passwords).hasSize(1);
        }
        assertThat(Installation.read(home)).isPresent();
        try (Stream<Path> left = Files.list(home.run())) {
            assertThat(left).hasSize(1);
        }
    }
}
