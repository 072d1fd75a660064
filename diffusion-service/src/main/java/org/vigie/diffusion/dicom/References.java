package org.vigie.diffusion.dicom;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;

/** The images that a segmentation names as a whole: Referenced Series Sequence and Source Image Sequence. */
final class References {
    private References() {}

    static Outline.Sources of(Attributes seg) {
        Set<String> series = new HashSet<>();
        Set<String> instances = new HashSet<>();
        for (Attributes item : FrameItems.items(seg, Tag.ReferencedSeriesSequence)) {
            Optional.ofNullable(item.getString(Tag.SeriesInstanceUID)).ifPresent(series::add);
            FrameItems.items(item, Tag.ReferencedInstanceSequence)
                    .forEach(i -> FrameItems.source(i).ifPresent(s -> instances.add(s.sopInstanceUid())));
        }
        FrameItems.items(seg, Tag.SourceImageSequence)
                .forEach(i -> FrameItems.source(i).ifPresent(s -> instances.add(s.sopInstanceUid())));
        return new Outline.Sources(Optional.ofNullable(seg.getString(Tag.StudyInstanceUID)), series, instances);
    }
}
