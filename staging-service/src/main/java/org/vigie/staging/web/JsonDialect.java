package org.vigie.staging.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.vigie.contract.Json;

/** REST speaks the same JSON as events. */
final class JsonDialect {
    @Produces
    @Singleton
    ObjectMapper mapper(@All List<ObjectMapperCustomizer> customizers) {
        ObjectMapper mapper = Json.mapper().copy();
        customizers.forEach(c -> c.customize(mapper));
        return mapper;
    }
}
