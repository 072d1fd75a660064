package org.vigie.simulator.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.vigie.contract.clinical.Side;
import org.vigie.simulator.dicom.SegSource.ImageRef;
import org.vigie.simulator.domain.Contours;
import org.vigie.simulator.domain.Contours.Placement;
import org.vigie.simulator.domain.Lesion;
import org.vigie.simulator.domain.StudyPlan;
import org.vigie.simulator.domain.Uids;
import org.vigie.simulator.domain.VoxelGrid;
import org.vigie.simulator.domain.VoxelMask;

/** The outlines of a phantom's lesions. */
final class PhantomSegmentation {
    /** mm; further than any image of a breast reaches. */
    private static final double BESIDE = 500;

    private PhantomSegmentation() {}

    static Attributes of(StudyPlan plan, Contours contours) {
        VoxelGrid imaged = plan.phantom().grid();
        VoxelGrid grid = contours.placement() == Placement.OUTSIDE_VOLUME ? imaged.movedAlongNormal(BESIDE) : imaged;
        List<Segment> segments = plan.phantom().lesions().stream()
                .map(lesion -> segment(lesion, grid, contours))
                .toList();
        SegmentationObject.Identity identity = new SegmentationObject.Identity(
                plan.segUid(), plan.segSeriesUid(), Uids.of(plan.segUid(), "dimensions"));
        return SegmentationObject.of(
                new SegSource(header(plan, contours), plan.imageSeriesUid(), grid, images(plan)), segments, identity);
    }

    private static Segment segment(Lesion lesion, VoxelGrid grid, Contours contours) {
        boolean empty = contours.placement() == Placement.EMPTY;
        Side side = lesion.column() >= grid.columns() / 2.0 ? Side.L : Side.R;
        return new Segment(
                lesion.label(),
                lesion.trackingUid(),
                contours.algorithm(),
                Optional.of(side),
                empty ? VoxelMask.empty(grid) : VoxelMask.of(grid, lesion),
                empty);
    }

    private static Attributes header(StudyPlan plan, Contours contours) {
        Attributes header = StudyHeader.of(plan);
        contours.frameOfReferenceUid().ifPresent(uid -> header.setString(Tag.FrameOfReferenceUID, VR.UI, uid));
        String date = DicomText.date(plan.startedAt().plusMinutes(20).toLocalDate());
        String time = DicomText.time(plan.startedAt().plusMinutes(20).toLocalTime());
        header.setString(Tag.SeriesDate, VR.DA, date);
        header.setString(Tag.SeriesTime, VR.TM, time);
        header.setString(Tag.ContentDate, VR.DA, date);
        header.setString(Tag.ContentTime, VR.TM, time);
        return header;
    }

    private static List<List<ImageRef>> images(StudyPlan plan) {
        List<List<ImageRef>> slices = new ArrayList<>();
        for (int s = 0; s < plan.phantom().grid().slices(); s++) {
            List<ImageRef> images = new ArrayList<>();
            for (int b = 0; b < plan.phantom().bValues().size(); b++) {
                images.add(new ImageRef(UID.MRImageStorage, plan.imageUid(b, s), 0));
            }
            slices.add(List.copyOf(images));
        }
        return List.copyOf(slices);
    }
}
