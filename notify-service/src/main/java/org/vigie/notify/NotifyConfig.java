package org.vigie.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vigie.notify.domain.Language;
import org.vigie.notify.domain.Recipient;

/** Who is told, who may sign in, and how often notify looks at its clocks. */
@ConfigMapping(prefix = "vigie.notify")
public interface NotifyConfig {
    /** Address people reach the pages under, for the link in messages. */
    @NotBlank
    String publicUrl();

    /** Password of the user {@code admin}. */
    String adminPassword();

    /** Password of the user {@code vigie}, for other services and the command line. */
    String apiPassword();

    /** Static group member id: a restarted notify takes its partitions back at once. */
    @WithDefault("notify-1")
    String memberId();

    /** Deliveries of one study within this time become one message. */
    @WithDefault("2s")
    Duration gatherFor();

    @WithDefault("5s")
    Duration retryFirst();

    @WithDefault("15m")
    Duration retryCeiling();

    /** How long a message waits for the patient's identity before it is sent without it. */
    @WithDefault("2m")
    Duration waitForIdentity();

    /** Age at which an announced study without result is an operator's item. */
    @WithDefault("30m")
    Duration measuredWithin();

    Map<String, To> recipients();

    Map<String, Person> users();

    Mail mail();

    interface To {
        Recipient.Role role();

        /** Absent: this recipient is not told anything. */
        Optional<String> address();

        @WithDefault("en")
        @Pattern(regexp = "en|fr")
        String locale();
    }

    interface Person {
        Optional<String> displayName();

        @NotBlank
        String password();

        @WithDefault("clinician")
        @Pattern(regexp = "clinician|admin")
        String role();

        Optional<@Pattern(regexp = "en|fr") String> locale();
    }

    interface Mail {
        /** SMTP server; absent: deliveries wait, and the pages say so. */
        Optional<String> host();

        @WithDefault("25")
        @Min(1)
        @Max(65535)
        int port();

        @WithDefault("vigie@localhost")
        String from();

        Optional<String> username();

        Optional<String> password();

        /** {@code DISABLED}, {@code OPTIONAL} or {@code REQUIRED}. */
        @WithDefault("OPTIONAL")
        @Pattern(regexp = "DISABLED|OPTIONAL|REQUIRED")
        String startTls();

        @WithDefault("15s")
        Duration timeout();
    }

    /** Everyone of a role who has an address. */
    default List<Recipient> recipients(Recipient.Role role) {
        return recipients().entrySet().stream()
                .filter(e ->
                        e.getValue().role() == role && e.getValue().address().isPresent())
                .map(e -> new Recipient(
                        e.getKey(),
                        role,
                        e.getValue().address().orElseThrow(),
                        Language.of(e.getValue().locale())))
                .sorted(java.util.Comparator.comparing(Recipient::id))
                .toList();
    }
}
