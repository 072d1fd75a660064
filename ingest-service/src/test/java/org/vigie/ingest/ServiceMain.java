package org.vigie.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The whole service but its REST, in a process of its own, to be killed. Its settings are its arguments, {@code key=value}. */
public final class ServiceMain {
    private ServiceMain() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> values = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(
                        ServiceMain.class.getClassLoader().getResource("application.properties"), 100))
                .withSources(new PropertiesConfigSource(values, "arguments", 300))
                .withMapping(DicomConfig.class)
                .withMapping(CompletenessConfig.class)
                .withMapping(StorageConfig.class)
                .withMapping(SiteConfig.class)
                .withMapping(BrokerConfig.class)
                .withMapping(ProtocolsConfig.class)
                .withMapping(PriorsConfig.class)
                .withMapping(RetentionConfig.class)
                .build();
        IngestService service = new IngestService(
                config.getConfigMapping(DicomConfig.class),
                config.getConfigMapping(CompletenessConfig.class),
                config.getConfigMapping(StorageConfig.class),
                config.getConfigMapping(SiteConfig.class),
                config.getConfigMapping(BrokerConfig.class),
                config.getConfigMapping(ProtocolsConfig.class),
                config.getConfigMapping(PriorsConfig.class),
                config.getConfigMapping(RetentionConfig.class),
                new IngestMetrics(new SimpleMeterRegistry()));
        service.start(new StartupEvent());
        System.out.println("PORT " + values.get("vigie.dicom.port"));
        Thread.currentThread().join();
    }
}
