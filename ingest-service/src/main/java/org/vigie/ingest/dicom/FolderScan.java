package org.vigie.ingest.dicom;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;
import org.vigie.ingest.domain.ProtocolRule.HeaderTexts;
import org.vigie.ingest.domain.Uids;
import org.vigie.mr.HeaderFault;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.dicom.BoundedReader;
import org.vigie.mr.dicom.MrHeaderReader;
import org.vigie.mr.dicom.ParserLimits;

/**
 * The headers of a folder's DICOM files, by study.
 *
 * @param studies frames of MR images by Study Instance UID
 * @param texts what headers of MR images say of region and purpose, by study
 * @param unusable images whose header cannot be used, with the fault
 * @param skipped files that are no DICOM
 */
public record FolderScan(
        Map<String, List<MrFrame>> studies,
        Map<String, Set<HeaderTexts>> texts,
        List<String> unusable,
        List<String> skipped) {

    /** @throws IOException if the folder cannot be walked */
    public static FolderScan of(Path folder) throws IOException {
        FolderScan scan = new FolderScan(new TreeMap<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                scan.add(folder.relativize(file).toString(), file);
            }
        }
        return scan;
    }

    private void add(String name, Path file) {
        try (DicomInputStream in = new DicomInputStream(open(file))) {
            Attributes dataset =
                    BoundedReader.read(in, Tag.PixelData, ParserLimits.DEFAULT, BoundedReader.Bulk.SKIPPED);
            String study = dataset.getString(Tag.StudyInstanceUID);
            if (study == null || !Uids.isValid(study)) {
                skipped.add(name);
                return;
            }
            switch (MrHeaderReader.read(dataset)) {
                case MrHeader.Usable(var instance, List<MrFrame> frames) -> {
                    studies.computeIfAbsent(study, s -> new ArrayList<>()).addAll(frames);
                    texts.computeIfAbsent(study, s -> new HashSet<>()).add(Headers.texts(dataset));
                }
                case MrHeader.Unusable(var kind, List<HeaderFault> faults) ->
                    unusable.add(name + ": " + kind + " " + faults.getFirst().code());
                case MrHeader.NotMrImage(var kind) -> studies.computeIfAbsent(study, s -> new ArrayList<>());
            }
        } catch (IOException | RuntimeException | StackOverflowError notDicom) {
            skipped.add(name);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        return file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(in)) : in;
    }
}
