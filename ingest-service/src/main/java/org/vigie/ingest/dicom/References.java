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

/** Which studies and images a SEG, RTSTRUCT or report refers to. */
final class References {
    private References() {}

    /** Where reports list what they rest on (PS3.3 C.17.2.3). */
    private static final int[] EVIDENCE = {
        Tag.CurrentRequestedProcedureEvidenceSequence, Tag.PertinentOtherEvidenceSequence
    };

    /** Studies named by the object, its own left out. */
    static List<String> studies(Attributes dataset, String own) {
        Set<String> studies = new LinkedHashSet<>();
        for (Attributes other : items(dataset, Tag.StudiesContainingOtherReferencedInstancesSequence)) {
            add(studies, other.getString(Tag.StudyInstanceUID));
        }
        for (int evidence : EVIDENCE) {
            for (Attributes study : items(dataset, evidence)) {
                add(studies, study.getString(Tag.StudyInstanceUID));
            }
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
                addAll(instances, items(derivation, Tag.SourceImageSequence));
            }
        }
        for (Attributes frame : items(dataset, Tag.ReferencedFrameOfReferenceSequence)) {
            for (Attributes study : items(frame, Tag.RTReferencedStudySequence)) {
                for (Attributes series : items(study, Tag.RTReferencedSeriesSequence)) {
                    addAll(instances, items(series, Tag.ContourImageSequence));
                }
            }
        }
        for (Attributes region : items(dataset, Tag.ROIContourSequence)) {
            for (Attributes contour : items(region, Tag.ContourSequence)) {
                addAll(instances, items(contour, Tag.ContourImageSequence));
            }
        }
        for (int evidence : EVIDENCE) {
            for (Attributes study : items(dataset, evidence)) {
                for (Attributes series : items(study, Tag.ReferencedSeriesSequence)) {
                    addAll(instances, items(series, Tag.ReferencedSOPSequence));
                }
            }
        }
        addContent(instances, dataset);
        return List.copyOf(instances);
    }

    /** No deeper than the limits of the parser. */
    private static void addContent(Set<String> instances, Attributes content) {
        addAll(instances, items(content, Tag.ReferencedSOPSequence));
        items(content, Tag.ContentSequence).forEach(child -> addContent(instances, child));
    }

    private static void addAll(Set<String> instances, Collection<Attributes> references) {
        references.forEach(reference -> add(instances, reference.getString(Tag.ReferencedSOPInstanceUID)));
    }

    private static void addSeries(Set<String> instances, Collection<Attributes> series) {
        for (Attributes one : series) {
            addAll(instances, items(one, Tag.ReferencedInstanceSequence));
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
