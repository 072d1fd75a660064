package org.vigie.staging.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.vigie.staging.domain.thresholds.ThresholdSet;

class ThresholdFileTest {
    /** A released set is never edited: a change is a new file, and this id then stands for the old one. */
    private static final String SET_1 = "e937ee2f12b957496a89cf326c09bd69aef5159e4e752b90b9f8322f80032f0f";

    @Test
    void keepsTheReleasedSetAsItWas() {
        ThresholdSet set = ThresholdFile.current();

        assertThat(set.id()).isEqualTo(SET_1);
        assertThat(set.value("rc")).isEqualTo(13.0);
        assertThat(set.value("wcv")).isEqualTo(0.047);
        assertThat(set.get("rc").tag()).isEqualTo("U");
    }

    @Test
    void namesWhatIsWrongInAFile() {
        assertThatThrownBy(() -> parse("- {id: rc, value: many, unit: '%', inclusive: x, tag: U, source: s}"))
                .hasMessage("threshold set: 'rc' has no number as value");
        assertThatThrownBy(() -> parse("- {id: rc, value: 1, unit: '%', inclusive: x, tag: U}"))
                .hasMessage("threshold set: an entry without 'source'");
        assertThatThrownBy(() -> parse("- {id: a, value: 1, unit: d, inclusive: x, tag: U, source: s}\n"
                        + "- {id: a, value: 2, unit: d, inclusive: x, tag: U, source: s}"))
                .hasMessage("threshold set: 'a' stands twice");
    }

    private static ThresholdSet parse(String yaml) {
        return ThresholdFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
    }
}
