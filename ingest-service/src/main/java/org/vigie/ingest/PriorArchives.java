package org.vigie.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vigie.ingest.dicom.Archive;
import org.vigie.ingest.dicom.ArchiveTls;
import org.vigie.ingest.dicom.DicomWebArchive;
import org.vigie.ingest.dicom.DimseArchive;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.dicom.wire.TlsContexts;
import org.vigie.ingest.messaging.Announcer;

/** From configuration to archives. */
final class PriorArchives {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private PriorArchives() {}

    static List<String> faults(PriorsConfig config, DicomConfig.Tls port) {
        List<String> faults = new ArrayList<>();
        config.archives().forEach((name, archive) -> {
            String key = "vigie.priors.archives." + name;
            if (!NAME.matcher(name).matches()) {
                faults.add(key + ": a name is lower-case letters, digits and hyphens");
            }
            boolean dimse = archive.aeTitle().isPresent() && archive.host().isPresent();
            if (archive.url().isPresent() == dimse) {
                faults.add(key + ": either url, or ae-title and host expected");
            }
            archive.url()
                    .filter(url -> !"http".equals(url.getScheme()) && !"https".equals(url.getScheme()))
                    .ifPresent(url -> faults.add(key + ".url: http or https expected"));
            if (archive.username().isPresent() != archive.password().isPresent()) {
                faults.add(key + ": username and password belong together");
            }
            if (!archive.answerTimeout().isPositive()) {
                faults.add(key + ".answer-timeout: more than 0 expected");
            }
            faults.addAll(ArchiveTls.faults(key, archive, port));
        });
        if (!config.timeout().isPositive() || config.suppress().isNegative()) {
            faults.add("vigie.priors: timeout > 0 and suppress >= 0 expected");
        }
        return List.copyOf(faults);
    }

    /** @param dicom our title, and the stores an archive without its own is called with */
    static Map<String, Archive.Source> of(PriorsConfig config, DicomConfig dicom, StowIntake intake) {
        Map<String, Archive.Source> archives = new TreeMap<>();
        config.archives().forEach((name, archive) -> {
            String sender = Announcer.PRIOR_SENDER + name;
            archives.put(
                    name,
                    archive.url().isPresent()
                            ? () -> web(archive, sender, intake)
                            : () -> new DimseArchive(
                                    new DimseArchive.Address(
                                            dicom.aeTitle(),
                                            archive.aeTitle().orElseThrow(),
                                            archive.host().orElseThrow(),
                                            archive.port(),
                                            archive.retrieve() == PriorsConfig.Retrieve.MOVE,
                                            archive.answerTimeout(),
                                            ArchiveTls.of(archive, dicom.tls())),
                                    sender,
                                    intake));
        });
        return archives;
    }

    /** Its stores were sound at start, and may be renewed since. */
    private static Archive web(PriorsConfig.Archive archive, String sender, StowIntake intake)
            throws Archive.ArchiveException {
        try {
            return new DicomWebArchive(
                    archive.url().orElseThrow(),
                    authorization(archive),
                    sender,
                    archive.answerTimeout(),
                    ArchiveTls.https(archive),
                    intake);
        } catch (TlsContexts.FaultyException faulty) {
            throw new Archive.ArchiveException("TLS: stores not readable");
        }
    }

    private static @Nullable String authorization(PriorsConfig.Archive archive) {
        if (archive.token().isPresent()) {
            return "Bearer " + archive.token().get();
        }
        return archive.username().isPresent()
                ? DicomWebArchive.basic(
                        archive.username().get(), archive.password().orElseThrow())
                : null;
    }
}
