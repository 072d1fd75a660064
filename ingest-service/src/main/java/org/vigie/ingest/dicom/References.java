package org.vigie.ingest.dicom;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.vigie.ingest.domain.Uids;

/** Which studies and images a SEG or RTSTRUCT was drawn on. */
final class References {
    private References() {}

    /** Studies named by the object, its own left out. */
    static List<String> studies(Attributes dataset, String own) {
        Set<String> studies = new LinkedHashSet<>();
        for (Attributes other : items(dataset, Tag.StudiesContainingOtherReferencedInstancesSequence)) {
            add(studies, other.getString(Tag.StudyInstanceUID));
        }
        for (Attributes study : items(dataset, Tag.ReferencedStudySequence)) {
            add(studies, study.getString(Tag.ReferencedSOPInstanceUID));
        }
        for (Attributes frame : items(dataset, Tag.ReferencedFrameOfReferenceSequence)) {
            for (Attributes study : items(frame, Tag.RTReferencedStudySequence)) {
                add(studies, study.getString(Tag.ReferencedSOPInstanceUID));
            }
        }
        studies.remove(own);
        return List.copyOf(studies);
    }

    /** Images named by the object anywhere its standard places say so. */
    static List<String> instances(Attributes dataset) {
        Set<String> instances = new LinkedHashSet<>();
        addSeries(instances, items(dataset, Tag.ReferencedSeriesSequence));
        for (Attributes other : items(dataset, Tag.StudiesContainingOtherReferencedInstancesSequence)) {
            addSeries(instances, items(other, Tag.ReferencedSeriesSequence));
        }
        List<Attributes> groups = new ArrayList<>(items(dataset, Tag.SharedFunctionalGroupsSequence));
        groups.addAll(items(dataset, Tag.PerFrameFunctionalGroupsSequence));
        for (Attributes group : groups) {
            for (Attributes derivation : items(group, Tag.DerivationImageSequence)) {
                for (Attributes source : items(derivation, Tag.SourceImageSequence)) {
                    add(instances, source.getString(Tag.ReferencedSOPInstanceUID));
                }
            }
        }
        for (Attributes frame : items(dataset, Tag.ReferencedFrameOfReferenceSequence)) {
            for (Attributes study : items(frame, Tag.RTReferencedStudySequence)) {
                for (Attributes series : items(study, Tag.RTReferencedSeriesSequence)) {
                    for (Attributes image : items(series, Tag.ContourImageSequence)) {
                        add(instances, image.getString(Tag.ReferencedSOPInstanceUID));
                    }
                }
            }
        }
        return List.copyOf(instances);
    }

    private static void addSeries(Set<String> instances, Collection<Attributes> series) {
        for (Attributes one : series) {
            for (Attributes instance : items(one, Tag.ReferencedInstanceSequence)) {
                add(instances, instance.getString(Tag.ReferencedSOPInstanceUID));
            }
        }
    }

    private static void add(Set<String> uids, @org.jspecify.annotations.Nullable String uid) {
        if (Uids.isValid(uid)) {
            uids.add(uid);
        }
    }

    private static Collection<Attributes> items(Attributes dataset, int tag) {
        Sequence sequence = dataset.getSequence(tag);
        return sequence == null ? List.of() : sequence;
    }
}
