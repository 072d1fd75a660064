package org.vigie.ingest;

import java.util.HashMap;
import java.util.Map;

/** No volume has that much room: the disk floor is reached from the start. */
public final class FullDiskPlatform extends Platform {
    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        settings.put("vigie.ingest.min-free-bytes", Long.toString(Long.MAX_VALUE));
        settings.put("vigie.web.retry-after", "7s");
        return settings;
    }
}
