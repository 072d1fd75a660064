package org.vigie.ingest;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.vigie.ingest.domain.ProtocolRules;

/** The rules of completeness that are packaged, with some settings of a site. */
public final class PackagedRules {
    private PackagedRules() {}

    public static ProtocolRules with(Map<String, String> site) {
        return Protocols.read(config(site));
    }

    static ProtocolsConfig config(Map<String, String> site) {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(new PropertiesConfigSource(
                            PackagedRules.class.getClassLoader().getResource("application.properties"), 100))
                    .withSources(new PropertiesConfigSource(site, "site", 300))
                    .withMapping(ProtocolsConfig.class)
                    .build()
                    .getConfigMapping(ProtocolsConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
