package org.vigie.ingest.dicom;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says what peers do wrong without letting them fill the disk: a few lines a minute per peer, then their number. */
final class PeerLog {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PER_PEER = 5;
    private static final int ALL = 60;
    private static final int PEERS = 1024;

    private final InstantSource clock;
    private final Consumer<String> out;
    private final Map<String, int[]> lines = new LinkedHashMap<>();
    private Instant windowEnd;
    private int written;
    private int suppressed;

    PeerLog(InstantSource clock, Consumer<String> out) {
        this.clock = clock;
        this.out = out;
        this.windowEnd = clock.instant().plus(WINDOW);
    }

    synchronized void say(@Nullable InetAddress peer, String what) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            if (suppressed > 0) {
                out.accept("%d more lines about peers in the last minute".formatted(suppressed));
            }
            windowEnd = now.plus(WINDOW);
            written = 0;
            suppressed = 0;
            lines.clear();
        }
        String host = peer == null ? "unknown" : peer.getHostAddress();
        boolean known = lines.containsKey(host) || lines.size() < PEERS;
        int[] count = lines.computeIfAbsent(known ? host : "others", h -> new int[1]);
        if (count[0] >= PER_PEER || written >= ALL) {
            suppressed++;
            return;
        }
        count[0]++;
        written++;
        out.accept(host + ": " + what);
    }
}
