package org.vigie.ingest.dicom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.vigie.ingest.DicomConfig;
import org.vigie.ingest.domain.Uids;

/** What single values of {@code vigie.dicom.*} cannot say: all faults at once, each with its key. */
public final class DicomFaults {
    private DicomFaults() {}

    public static List<String> find(DicomConfig config) {
        List<String> faults = new ArrayList<>();
        if (!config.requestTimeout().isPositive()
                || !config.idleTimeout().isPositive()
                || !config.dataTimeout().isPositive()
                || !config.writeTimeout().isPositive()) {
            faults.add("vigie.dicom: time-outs must be more than 0");
        }
        config.allowedCallingAes().orElse(List.of()).stream()
                .filter(ae -> !isTitle(ae))
                .forEach(ae -> faults.add("vigie.dicom.allowed-calling-aes: an AE title has 1 to 16 characters"));
        ranges(config.allowedHosts().orElse(List.of()), "vigie.dicom.allowed-hosts", faults);
        config.sopClasses().orElse(List.of()).stream()
                .filter(uid -> !Uids.isValid(uid))
                .forEach(uid -> faults.add("vigie.dicom.sop-classes: no UID: " + uid));
        Set<String> titles = new HashSet<>();
        config.peers().forEach((name, peer) -> {
            String key = "vigie.dicom.peers." + name;
            String title = Callers.title(name, peer);
            if (!isTitle(title)) {
                faults.add(key + ".ae-title: an AE title has 1 to 16 characters");
            }
            if (!titles.add(title)) {
                faults.add(key + ".ae-title: another peer has the same");
            }
            if (peer.tls() && config.tls().keyStore().isEmpty()) {
                faults.add(key + ".tls: needs vigie.dicom.tls.key-store");
            }
            peer.tlsName().filter(tlsName -> tlsName.contains("=")).ifPresent(subject -> {
                try {
                    new X500Principal(subject);
                } catch (IllegalArgumentException no) {
                    faults.add(key + ".tls-name: a distinguished name expected, not " + subject);
                }
            });
            if (peer.tlsName().isPresent() && !peer.tls()) {
                faults.add(key + ".tls-name: means nothing without " + key + ".tls");
            }
            if (peer.maxAssociations().orElse(1) < 1) {
                faults.add(key + ".max-associations: 1 or more expected");
            }
            ranges(peer.hosts().orElse(List.of()), key + ".hosts", faults);
        });
        config.users().forEach((name, passcode) -> {
            if (passcode.isBlank()) {
                faults.add("vigie.dicom.users." + name + ": a passcode expected");
            }
        });
        DicomConfig.Commitment commitment = config.commitment();
        if (commitment.sameAssociationAfter().isNegative()
                || !commitment.retry().isPositive()
                || commitment.giveUpAfter().compareTo(commitment.retry()) < 0) {
            faults.add("vigie.dicom.commitment: same-association-after >= 0, 0 < retry <= give-up-after expected");
        }
        faults.addAll(TlsSettings.faults(config));
        return faults;
    }

    private static void ranges(List<String> texts, String key, List<String> faults) {
        for (String text : texts) {
            try {
                HostRange.parse(text);
            } catch (IllegalArgumentException e) {
                faults.add(key + ": address or range such as 10.1.0.0/16 expected, not " + text);
            }
        }
    }

    private static boolean isTitle(String text) {
        return !text.isBlank() && text.length() <= 16 && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\');
    }
}
