package org.vigie.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigie.mr.dicom.ParserLimits;

class LimitsConfigTest {
    @Test
    void theDefaultsAreThoseOfTheReader() {
        assertThat(limits(Map.of()).parser()).isEqualTo(ParserLimits.DEFAULT);
    }

    @Test
    void theKeysAreThoseOfIngest() {
        ParserLimits limits = limits(Map.of(
                        "vigie.dicom.limits.depth", "4",
                        "vigie.dicom.limits.elements", "5000",
                        "vigie.dicom.limits.value-bytes", "70000",
                        "vigie.dicom.limits.header-bytes", "2000000",
                        "vigie.dicom.limits.inflated-bytes", "3000000"))
                .parser();

        assertThat(limits).isEqualTo(new ParserLimits(4, 5_000, 70_000, 2_000_000, 3_000_000));
    }

    private static LimitsConfig limits(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(LimitsConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(LimitsConfig.class);
    }
}
