package org.vigie.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.Reason;
import org.vigie.contract.ReasonCode;
import org.vigie.contract.imaging.AdcMeasurement;
import org.vigie.contract.imaging.LesionAdc;
import org.vigie.diffusion.StudyFindings.Finding;
import org.vigie.diffusion.dicom.AcquisitionFacts;
import org.vigie.diffusion.dicom.Contours.Contour;
import org.vigie.diffusion.dicom.DwiAcquisition;
import org.vigie.diffusion.dicom.ImageStack;
import org.vigie.diffusion.dicom.Outline;
import org.vigie.diffusion.dicom.ParametricMapWriter;
import org.vigie.diffusion.dicom.Placement;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.VolumeReader;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.LesionLabel;
import org.vigie.diffusion.domain.QualityMeasurement;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionProposal;
import org.vigie.diffusion.domain.RegionReport;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
import org.vigie.diffusion.domain.kernel.AdcMap;
import org.vigie.diffusion.picture.AdcPicture;

/** Measures the lesions of one study in the acquisition that holds them; the best acquisition is asked first. */
final class LesionMeasurer {
    private static final Logger LOG = Logger.getLogger(LesionMeasurer.class);

    private final StudyScan scan;
    private final List<DwiAcquisition> acquisitions;
    private final TrustedSources trusted;
    private final VolumeReader reader;
    private final Set<Reason> refusedVolumes = new LinkedHashSet<>();
    private final IdentityHashMap<DwiAcquisition, Optional<DiffusionVolume>> volumes = new IdentityHashMap<>();
    private final IdentityHashMap<DwiAcquisition, byte[]> maps = new IdentityHashMap<>();

    LesionMeasurer(StudyScan scan, List<DwiAcquisition> acquisitions, TrustedSources trusted, long memoryBudgetBytes) {
        this.scan = scan;
        this.acquisitions = acquisitions;
        this.trusted = trusted;
        this.reader = new VolumeReader(memoryBudgetBytes);
    }

    Set<Reason> refusedVolumes() {
        return refusedVolumes;
    }

    /** In the acquisition the contour was drawn on, where it says so; otherwise in the best one that takes it as it is. */
    Finding measure(Contour contour) throws IOException {
        if (contour.ambiguous().isPresent()) {
            return notMeasured(
                    contour, acquisitions.getFirst(), contour.ambiguous().get());
        }
        Outline outline = contour.outline();
        if (outline.namesImages()
                && acquisitions.stream().noneMatch(a -> ImageStack.of(a).isSourceOf(outline))
                && isOfAnotherStudy(outline)) {
            return notMeasured(
                    contour, acquisitions.getFirst(), Reason.of(ReasonCode.INVALID_VALUE, "roi.sourceImages"));
        }
        Optional<Reason> refused = Optional.empty();
        List<Candidate> candidates = new ArrayList<>();
        for (DwiAcquisition acquisition : acquisitions) {
            ImageStack stack = ImageStack.of(acquisition);
            switch (Placement.place(outline, stack)) {
                case Placement.Result.Refused(Reason reason) -> refused = refused.or(() -> Optional.of(reason));
                case Placement.Result.Placed placed -> {
                    if (placed.region().size() > 0) {
                        candidates.add(new Candidate(acquisition, placed, stack.isSourceOf(outline)));
                    }
                }
            }
        }
        Optional<Candidate> chosen = candidates.stream().min(Comparator.comparingInt(Candidate::rank));
        return chosen.isPresent()
                ? measured(contour, chosen.get())
                : notMeasured(contour, acquisitions.getFirst(), refused.orElse(RegionMeasurement.tooSmall()));
    }

    /** @param source the outline says that it was drawn on images of the acquisition */
    private record Candidate(DwiAcquisition acquisition, Placement.Result.Placed placed, boolean source) {

        /**
         * The acquisition it was drawn on, if that can be measured; else one that can and has the same raster (readers draw
         * on a high b-value that stands alone); else the one it was drawn on, for its reasons; else what is left.
         */
        int rank() {
            boolean exact = !placed.resampled();
            boolean adequate = Selections.byRules(acquisition.b(), acquisition.incomplete())
                    .getFirst()
                    .isAdequate();
            if (source && adequate) {
                return exact ? 0 : 1;
            }
            if (exact && adequate) {
                return 2;
            }
            if (source) {
                return 3;
            }
            if (exact) {
                return 4;
            }
            return adequate ? 5 : 6;
        }
    }

    /** Stated, and of a study none of whose images is here. */
    private boolean isOfAnotherStudy(Outline outline) {
        Set<String> images =
                scan.frames().stream().map(f -> f.frame().sopInstanceUid()).collect(Collectors.toSet());
        return outline.sources()
                        .studyUid()
                        .filter(study -> scan.frames().stream()
                                .noneMatch(f -> f.frame().instance().studyUid().equals(study)))
                        .isPresent()
                && outline.namedImages().stream().noneMatch(images::contains);
    }

    /** Where nobody drew a lesion: the bright part of the most weighted image, shown and never alerted on. */
    Optional<Finding> propose(Set<Reason> reasons) throws IOException {
        DwiAcquisition acquisition = acquisitions.getFirst();
        List<Selection> selections = Selections.byRules(acquisition.b(), acquisition.incomplete());
        reasons.addAll(selections.getFirst().reasons());
        Optional<DiffusionVolume> volume = volume(acquisition);
        Optional<Region> region = volume.flatMap(RegionProposal::in);
        if (region.isEmpty()) {
            if (volume.isPresent() && selections.getFirst().isAdequate()) {
                reasons.add(Reason.of(ReasonCode.BELOW_NOISE_FLOOR));
            }
            return Optional.empty();
        }
        LesionAdc.Roi roi = new LesionAdc.Roi(
                LesionAdc.Roi.Method.PROPOSAL, false, region.get().size(), null, null);
        return Optional.of(
                finding(null, "proposal", roi, acquisition, volume.get(), region.get(), acquisition.flags()));
    }

    private Finding measured(Contour contour, Candidate chosen) throws IOException {
        DwiAcquisition acquisition = chosen.acquisition();
        Optional<DiffusionVolume> volume = volume(acquisition);
        if (volume.isEmpty()) {
            return notMeasured(contour, acquisition, List.copyOf(refusedVolumes).getLast());
        }
        Outline outline = contour.outline();
        Placement.Result.Placed placed = chosen.placed();
        List<String> flags = new ArrayList<>(acquisition.flags());
        flags.addAll(contour.flags());
        flags.addAll(outline.flags());
        if (placed.outside()) {
            flags.add(Flags.ROI_PARTLY_OUTSIDE);
        }
        if (placed.resampled()) {
            flags.add(Flags.ROI_RESAMPLED);
        }
        if (outline.namesImages() && !chosen.source()) {
            flags.add(Flags.ROI_OTHER_IMAGES);
        }
        return finding(
                outline.trackingUid().orElse(null),
                label(outline),
                roi(outline, placed.region().size(), !placed.resampled()),
                acquisition,
                volume.get(),
                placed.region(),
                flags);
    }

    private static String label(Outline outline) {
        return LesionLabel.of(outline.label(), outline.trackingUid(), outline.number());
    }

    private Finding finding(
            @Nullable String trackingUid,
            String label,
            LesionAdc.Roi roi,
            DwiAcquisition acquisition,
            DiffusionVolume volume,
            Region region,
            List<String> flags)
            throws IOException {
        List<Selection> selections = Selections.byRules(volume.b(), acquisition.incomplete());
        RegionMeasurement measurement = new RegionMeasurement(volume, region, roi.validated(), OptionalDouble.empty());
        List<AdcMeasurement> measurements = RegionReport.of(measurement, selections, Optional.empty()).stream()
                .map(m -> withFlags(m, flags))
                .toList();
        Selection primary = selections.getFirst();
        ImageStack stack = ImageStack.of(acquisition);
        LesionAdc lesion = new LesionAdc(
                trackingUid,
                label,
                roi,
                AcquisitionFacts.of(acquisition, scan.frames()),
                measurements,
                null,
                stack.centroid(region).orElse(null),
                primary.isAdequate()
                        ? QualityMeasurement.of(volume, region, primary, OptionalDouble.empty())
                                .stated()
                        : null,
                null);
        return new Finding(lesion, picture(volume, region, primary), map(acquisition, stack, volume, primary));
    }

    private Finding notMeasured(Contour contour, DwiAcquisition acquisition, Reason reason) {
        Outline outline = contour.outline();
        Selection standard =
                Selections.byRules(acquisition.b(), acquisition.incomplete()).getFirst();
        FitMethod method = RegionReport.methods(standard, Optional.empty()).getFirst();
        LesionAdc lesion = new LesionAdc(
                outline.trackingUid().orElse(null),
                label(outline),
                roi(outline, 0, true),
                AcquisitionFacts.of(acquisition, scan.frames()),
                List.of(RegionMeasurement.none(standard, method, reason)),
                null);
        return new Finding(lesion, null, null);
    }

    /** @param asDrawn false if the region was resampled: nobody has seen it on these images */
    private LesionAdc.Roi roi(Outline outline, int voxels, boolean asDrawn) {
        LesionAdc.Roi.Method method = switch (outline.algorithm()) {
            case "MANUAL" -> LesionAdc.Roi.Method.MANUAL;
            case "SEMIAUTOMATIC" -> LesionAdc.Roi.Method.SEMIAUTOMATIC;
            default -> LesionAdc.Roi.Method.AUTOMATIC;
        };
        return new LesionAdc.Roi(
                method,
                asDrawn && trusted.standsBehind(outline),
                voxels,
                outline.object().callingAe().orElse(null),
                outline.object().object().orElse(null));
    }

    private Optional<DiffusionVolume> volume(DwiAcquisition acquisition) throws IOException {
        Optional<DiffusionVolume> known = volumes.get(acquisition);
        if (known != null) {
            return known;
        }
        Optional<DiffusionVolume> read = switch (reader.read(acquisition)) {
            case VolumeReader.Result.Read(DiffusionVolume volume) -> Optional.of(volume);
            case VolumeReader.Result.Refused(Reason reason) -> {
                refusedVolumes.add(reason);
                yield Optional.empty();
            }
        };
        volumes.put(acquisition, read);
        return read;
    }

    /** One per acquisition, however many lesions it has. */
    private byte @Nullable [] map(
            DwiAcquisition acquisition, ImageStack stack, DiffusionVolume volume, Selection selection)
            throws IOException {
        if (!selection.isAdequate()) {
            return null;
        }
        byte[] known = maps.get(acquisition);
        if (known != null) {
            return known;
        }
        FitMethod method = RegionReport.methods(selection, Optional.empty()).getFirst();
        AdcMap adc = AdcMap.of(volume, selection.indices(), method);
        byte[] map = ParametricMapWriter.write(stack, adc, selection, stack.acquiredAt(), Algorithm.VERSION);
        maps.put(acquisition, map);
        return map;
    }

    /** A picture that cannot be drawn (no fonts on this machine) must not cost the measurement. */
    private static byte @Nullable [] picture(DiffusionVolume volume, Region region, Selection selection) {
        if (!selection.isAdequate()) {
            return null;
        }
        try {
            return AdcPicture.png(volume, region, selection);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("no picture could be drawn", e);
            return null;
        }
    }

    private static AdcMeasurement withFlags(AdcMeasurement m, List<String> more) {
        List<String> flags = new ArrayList<>(m.flags());
        flags.addAll(more);
        return new AdcMeasurement(
                m.key(),
                m.alertable(),
                m.n(),
                m.nValid(),
                m.excluded(),
                m.raw(),
                m.valid(),
                m.logLinearOfMeanMm2PerSec(),
                List.copyOf(flags),
                m.reasons());
    }
}
