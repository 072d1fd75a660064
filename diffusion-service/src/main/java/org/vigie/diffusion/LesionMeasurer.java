package org.vigie.diffusion;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
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
import org.vigie.diffusion.dicom.SegPlacement;
import org.vigie.diffusion.dicom.Segment;
import org.vigie.diffusion.dicom.StudyScan;
import org.vigie.diffusion.dicom.VolumeReader;
import org.vigie.diffusion.domain.DiffusionVolume;
import org.vigie.diffusion.domain.FitMethod;
import org.vigie.diffusion.domain.Flags;
import org.vigie.diffusion.domain.Region;
import org.vigie.diffusion.domain.RegionMeasurement;
import org.vigie.diffusion.domain.RegionProposal;
import org.vigie.diffusion.domain.RegionReport;
import org.vigie.diffusion.domain.Selection;
import org.vigie.diffusion.domain.Selections;
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

    LesionMeasurer(StudyScan scan, List<DwiAcquisition> acquisitions, TrustedSources trusted, long memoryBudgetBytes) {
        this.scan = scan;
        this.acquisitions = acquisitions;
        this.trusted = trusted;
        this.reader = new VolumeReader(memoryBudgetBytes);
    }

    Set<Reason> refusedVolumes() {
        return refusedVolumes;
    }

    Finding measure(Contour contour) throws IOException {
        if (contour.ambiguous().isPresent()) {
            return notMeasured(
                    contour, acquisitions.getFirst(), contour.ambiguous().get());
        }
        Optional<Reason> refused = Optional.empty();
        for (DwiAcquisition acquisition : acquisitions) {
            switch (SegPlacement.place(contour.segment(), acquisition)) {
                case SegPlacement.Result.Refused(Reason reason) -> refused = refused.or(() -> Optional.of(reason));
                case SegPlacement.Result.Placed(Region region, boolean outside) -> {
                    if (region.size() > 0) {
                        return measured(contour, acquisition, region, outside);
                    }
                }
            }
        }
        return notMeasured(contour, acquisitions.getFirst(), refused.orElse(RegionMeasurement.tooSmall()));
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
        return Optional.of(finding(null, "proposal", roi, acquisition, volume.get(), region.get(), List.of()));
    }

    private Finding measured(Contour contour, DwiAcquisition acquisition, Region region, boolean outside)
            throws IOException {
        Optional<DiffusionVolume> volume = volume(acquisition);
        if (volume.isEmpty()) {
            return notMeasured(contour, acquisition, List.copyOf(refusedVolumes).getLast());
        }
        List<String> flags = new ArrayList<>();
        if (contour.superseded()) {
            flags.add(Flags.CONTOUR_SUPERSEDED);
        }
        if (outside) {
            flags.add(Flags.ROI_PARTLY_OUTSIDE);
        }
        Segment segment = contour.segment();
        return finding(
                segment.trackingUid().orElse(null),
                segment.label(),
                roi(segment, region.size()),
                acquisition,
                volume.get(),
                region,
                flags);
    }

    private Finding finding(
            @Nullable String trackingUid,
            String label,
            LesionAdc.Roi roi,
            DwiAcquisition acquisition,
            DiffusionVolume volume,
            Region region,
            List<String> flags) {
        List<Selection> selections = Selections.byRules(volume.b(), acquisition.incomplete());
        RegionMeasurement measurement = new RegionMeasurement(volume, region, roi.validated(), OptionalDouble.empty());
        List<AdcMeasurement> measurements = RegionReport.of(measurement, selections, Optional.empty()).stream()
                .map(m -> withFlags(m, flags))
                .toList();
        LesionAdc lesion = new LesionAdc(
                trackingUid, label, roi, AcquisitionFacts.of(acquisition, scan.frames()), measurements, null);
        return new Finding(lesion, picture(volume, region, selections.getFirst()));
    }

    private Finding notMeasured(Contour contour, DwiAcquisition acquisition, Reason reason) {
        Segment segment = contour.segment();
        Selection standard =
                Selections.byRules(acquisition.b(), acquisition.incomplete()).getFirst();
        FitMethod method = RegionReport.methods(standard, Optional.empty()).getFirst();
        LesionAdc lesion = new LesionAdc(
                segment.trackingUid().orElse(null),
                segment.label(),
                roi(segment, 0),
                AcquisitionFacts.of(acquisition, scan.frames()),
                List.of(RegionMeasurement.none(standard, method, reason)),
                null);
        return new Finding(lesion, null);
    }

    private LesionAdc.Roi roi(Segment segment, int voxels) {
        LesionAdc.Roi.Method method = switch (segment.algorithm()) {
            case "MANUAL" -> LesionAdc.Roi.Method.MANUAL;
            case "SEMIAUTOMATIC" -> LesionAdc.Roi.Method.SEMIAUTOMATIC;
            default -> LesionAdc.Roi.Method.AUTOMATIC;
        };
        boolean validated =
                segment.isDrawnByReader() && trusted.trusts(segment.object().callingAe());
        return new LesionAdc.Roi(
                method,
                validated,
                voxels,
                segment.object().callingAe().orElse(null),
                segment.object().object().orElse(null));
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
