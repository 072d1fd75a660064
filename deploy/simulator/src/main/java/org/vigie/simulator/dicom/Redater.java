package org.vigie.simulator.dicom;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.vigie.mr.MrFrame;
import org.vigie.mr.MrHeader;
import org.vigie.mr.dicom.MrHeaderReader;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.RedateReport;
import org.vigie.simulator.domain.RedateRequest;
import org.vigie.simulator.domain.RedateRequest.Outline;
import org.vigie.simulator.domain.Uids;
import org.vigie.simulator.domain.VoxelMask;

/**
 * Copies a study to another date and patient. The same input and request give the same bytes, so that a copy can be
 * made again anywhere.
 */
public final class Redater {
    /** Taken over by a SEG from the images it was drawn on; dcm4che wants them sorted. */
    private static final int[] HEADER = IntStream.of(
                    Tag.SpecificCharacterSet,
                    Tag.StudyDate,
                    Tag.SeriesDate,
                    Tag.ContentDate,
                    Tag.StudyTime,
                    Tag.SeriesTime,
                    Tag.ContentTime,
                    Tag.AccessionNumber,
                    Tag.TimezoneOffsetFromUTC,
                    Tag.ReferringPhysicianName,
                    Tag.StudyDescription,
                    Tag.PatientName,
                    Tag.PatientID,
                    Tag.IssuerOfPatientID,
                    Tag.PatientBirthDate,
                    Tag.PatientSex,
                    Tag.PatientSize,
                    Tag.PatientWeight,
                    Tag.PatientIdentityRemoved,
                    Tag.StudyInstanceUID,
                    Tag.StudyID,
                    Tag.FrameOfReferenceUID,
                    Tag.PositionReferenceIndicator)
            .sorted()
            .toArray();

    private final RedateRequest request;
    private final Path out;
    private final List<Path> written = new ArrayList<>();
    private final List<Path> skipped = new ArrayList<>();
    private final Set<String> studies = new TreeSet<>();
    private final List<MrFrame> frames = new ArrayList<>();
    private final Map<String, Attributes> headers = new HashMap<>();

    private Redater(RedateRequest request, Path out) {
        this.request = request;
        this.out = out;
    }

    /**
     * Copies all DICOM files below a folder, named anew, in the order of their paths.
     *
     * @param out absent or empty
     * @throws RedateException if the folder holds no study or several, or the outline cannot be drawn
     */
    public static RedateReport redate(Path source, Path out, RedateRequest request)
            throws IOException, RedateException {
        return new Redater(request, out).run(source);
    }

    private RedateReport run(Path source) throws IOException, RedateException {
        List<Path> files = StoreScu.filesBelow(source);
        requireEmpty();
        Files.createDirectories(out);
        Rewriter rewriter = new Rewriter(request);
        for (Path file : files) {
            if (DicomFile.open(file).isPresent()) {
                copy(file, rewriter);
            } else {
                skipped.add(file);
            }
        }
        if (studies.size() != 1) {
            throw new RedateException("the folder holds " + studies.size() + " studies; one is needed");
        }
        int voxels = 0;
        Optional<Path> seg = Optional.empty();
        if (request.outline().isPresent()) {
            VoxelMask mask = draw(request.outline().get());
            voxels = mask.count();
            seg = Optional.of(written.getLast());
        }
        return new RedateReport(studies.iterator().next(), written, skipped, seg, voxels);
    }

    private void requireEmpty() throws IOException, RedateException {
        if (Files.exists(out)) {
            try (Stream<Path> inside = Files.list(out)) {
                if (inside.findAny().isPresent()) {
                    throw new RedateException("the output folder is not empty: two studies would mix");
                }
            }
        }
    }

    private void copy(Path file, Rewriter rewriter) throws IOException, RedateException {
        Attributes dataset;
        String syntax;
        try (DicomInputStream in = new DicomInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            dataset = in.readDataset(-1, -1);
            syntax = in.getTransferSyntax();
        }
        rewriter.rewrite(dataset);
        String study = dataset.getString(Tag.StudyInstanceUID);
        String series = dataset.getString(Tag.SeriesInstanceUID);
        if (study == null || series == null || dataset.getString(Tag.SOPInstanceUID) == null) {
            throw new RedateException("a file lacks its study, series or instance UID: " + file.getFileName());
        }
        studies.add(study);
        Path target = out.resolve("IM%05d.dcm".formatted(written.size() + 1));
        Part10.write(dataset, syntax, target);
        written.add(target);
        headers.computeIfAbsent(series, s -> new Attributes(dataset, HEADER));
        if (MrHeaderReader.read(dataset) instanceof MrHeader.Usable usable) {
            frames.addAll(usable.frames());
        }
    }

    private VoxelMask draw(Outline outline) throws IOException, RedateException {
        SeriesStack stack =
                SeriesStack.choose(frames).orElseThrow(() -> new RedateException("no MR series to draw the box on"));
        Attributes header = new Attributes(headers.getOrDefault(stack.seriesUid(), new Attributes()));
        header.setString(Tag.Manufacturer, VR.LO, "Vigie Simulator");
        header.setString(Tag.ManufacturerModelName, VR.LO, "redate");
        header.setString(Tag.DeviceSerialNumber, VR.LO, "SIM-REDATE");
        header.setString(Tag.SoftwareVersions, VR.LO, "1.0");
        supplement(header, Tag.ContentDate, VR.DA, Tag.StudyDate);
        supplement(header, Tag.ContentTime, VR.TM, Tag.StudyTime);
        SegSource source = stack.source(header);
        VoxelMask mask = mask(outline, source);
        Segment segment = new Segment(
                outline.label(), outline.trackingUid(), Contours.Algorithm.MANUAL, outline.side(), mask, false);
        String uid =
                request.uid(String.join("/", stack.seriesUid(), outline.box().toString(), outline.trackingUid()));
        SegmentationObject.Identity identity =
                new SegmentationObject.Identity(uid, Uids.of(uid, "series"), Uids.of(uid, "dimensions"));
        Path target = out.resolve("SEG00001.dcm");
        Part10.write(SegmentationObject.of(source, List.of(segment), identity), target);
        written.add(target);
        return mask;
    }

    private static void supplement(Attributes header, int tag, VR vr, int from) {
        String value = header.getString(from);
        if (!header.containsValue(tag) && value != null) {
            header.setString(tag, vr, value);
        }
    }

    private static VoxelMask mask(Outline outline, SegSource source) throws RedateException {
        try {
            return VoxelMask.of(source.grid(), outline.box());
        } catch (IllegalArgumentException outside) {
            throw new RedateException(String.valueOf(outside.getMessage()));
        }
    }
}
