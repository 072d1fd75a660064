package org.vigie.notify;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vigie.embedded.EmbeddedKafka;
import org.vigie.embedded.EmbeddedPostgres;

/** A real broker, a real database and a mail server that keeps what it is sent, all on loopback. */
public class InfrastructureResource implements QuarkusTestResourceLifecycleManager {
    static final byte[] SECRET = "a secret of thirty-two bytes....".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static @Nullable GreenMail greenMail;
    private static @Nullable String bootstrap;

    private static @Nullable StagingDouble staging;
    private static @Nullable StagingDouble ingest;

    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedPostgres postgres;

    static GreenMail mails() {
        return Objects.requireNonNull(greenMail);
    }

    static String bootstrap() {
        return Objects.requireNonNull(bootstrap);
    }

    static StagingDouble staging() {
        return Objects.requireNonNull(staging);
    }

    static StagingDouble ingest() {
        return Objects.requireNonNull(ingest);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("vigie-notify-test");
            Files.writeString(home.resolve("site.key"), HexFormat.of().formatHex(SECRET));
            kafka = EmbeddedKafka.startEphemeral(home);
            postgres = EmbeddedPostgres.startEphemeral(home);
            bootstrap = kafka.bootstrap();
            GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            mail.start();
            greenMail = mail;
            StagingDouble sibling = new StagingDouble();
            staging = sibling;
            StagingDouble door = new StagingDouble();
            ingest = door;
            return Map.ofEntries(
                    Map.entry("vigie.home", home.toString()),
                    Map.entry("vigie.site.secret-file", home.resolve("site.key").toString()),
                    Map.entry("kafka.bootstrap.servers", kafka.bootstrap()),
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                    Map.entry("quarkus.datasource.username", postgres.user()),
                    Map.entry("quarkus.datasource.password", postgres.password()),
                    Map.entry("vigie.notify.admin-password", "admin-secret"),
                    Map.entry("vigie.notify.api-password", "api-secret"),
                    Map.entry("vigie.notify.users.claire.password", "claire-secret"),
                    Map.entry("vigie.notify.users.claire.locale", "fr"),
                    Map.entry("vigie.notify.gather-for", "0s"),
                    Map.entry("vigie.services.ingest", door.address()),
                    Map.entry("vigie.services.staging", sibling.address()),
                    Map.entry("vigie.services.diffusion", sibling.address()),
                    Map.entry("vigie.notify.recipients.radiologist.address", "radiologist@localhost"),
                    Map.entry("vigie.notify.recipients.radiologist.locale", "fr"),
                    Map.entry("vigie.notify.recipients.backup-oncologist.address", "backup@localhost"),
                    Map.entry("vigie.notify.mail.host", "127.0.0.1"),
                    Map.entry(
                            "vigie.notify.mail.port",
                            Integer.toString(mail.getSmtp().getPort())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (greenMail != null) {
            greenMail.stop();
        }
        if (staging != null) {
            staging.stop();
        }
        if (ingest != null) {
            ingest.stop();
        }
        if (kafka != null) {
            kafka.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }
}
