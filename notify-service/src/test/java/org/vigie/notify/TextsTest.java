package org.vigie.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.vigie.contract.ReasonCode;

class TextsTest {
    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (var in = new InputStreamReader(
                Objects.requireNonNull(TextsTest.class.getResourceAsStream("/texts/" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    @Test
    void everyWordExistsInBothLanguages() throws IOException {
        assertThat(words("fr").stringPropertyNames()).isEqualTo(words("en").stringPropertyNames());
    }

    @Test
    void everyReasonCodeHasPlainWords() throws IOException {
        for (ReasonCode code : ReasonCode.values()) {
            assertThat(words("fr").getProperty("reason." + code.name()))
                    .as(code.name())
                    .isNotBlank();
        }
    }
}
