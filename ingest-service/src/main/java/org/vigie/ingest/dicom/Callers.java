package org.vigie.ingest.dicom;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vigie.ingest.DicomConfig;

/** Who may associate, from where, and how often at a time. */
final class Callers {
    private final Set<String> titles;
    private final List<HostRange> hosts;
    private final int perAe;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** One configured application entity. */
    private record Known(DicomConfig.Peer peer, List<HostRange> hosts) {}

    Callers(DicomConfig config) {
        this.titles = Set.copyOf(config.allowedCallingAes().orElse(List.of()));
        this.hosts = ranges(config.allowedHosts());
        this.perAe = config.maxAssociationsPerAe();
        config.peers().forEach((name, peer) -> known.put(title(name, peer), new Known(peer, ranges(peer.hosts()))));
    }

    /** The key of the configuration may come from an environment variable, which has no small letters. */
    static String title(String name, DicomConfig.Peer peer) {
        return peer.aeTitle().orElseGet(() -> name.toUpperCase(Locale.ROOT));
    }

    boolean isKnown(String title) {
        return titles.isEmpty() || titles.contains(title);
    }

    boolean mayComeFrom(String title, InetAddress host) {
        Known peer = known.get(title);
        return contains(hosts, host) && (peer == null || contains(peer.hosts(), host));
    }

    int limit(String title) {
        Known peer = known.get(title);
        return peer == null ? perAe : peer.peer().maxAssociations().orElse(perAe);
    }

    /** The entity, if it can be called. */
    Optional<DicomConfig.Peer> reachable(String title) {
        return Optional.ofNullable(known.get(title))
                .map(Known::peer)
                .filter(peer -> peer.host().isPresent());
    }

    private static boolean contains(List<HostRange> ranges, InetAddress host) {
        return ranges.isEmpty() || ranges.stream().anyMatch(r -> r.contains(host));
    }

    private static List<HostRange> ranges(Optional<List<String>> texts) {
        return texts.orElse(List.of()).stream().map(HostRange::parse).toList();
    }
}
