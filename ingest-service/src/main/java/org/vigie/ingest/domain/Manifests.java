package org.vigie.ingest.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady.SeriesCount;

/** Lists the instances of a study, the same way whatever order they came in. */
public final class Manifests {
    private Manifests() {}

    /**
     * The manifest of the revision about to be announced. Conflicting instances are left out, and so are objects of other
     * studies that name another patient: a contour of somebody else must not reach this study's images.
     */
    public static StudyManifest of(StudyState study, String patientKey, Collection<InstanceStored> instances) {
        return of(study, patientKey, instances, study.nextRevision());
    }

    /** The manifest of a given revision, from all that has come. */
    public static StudyManifest of(
            StudyState study, String patientKey, Collection<InstanceStored> instances, int revision) {
        Map<String, List<InstanceStored>> series = new TreeMap<>();
        instances.stream()
                .filter(i -> !i.conflicting())
                .filter(i -> !isForeign(i, study, patientKey))
                .forEach(i -> series.computeIfAbsent(i.studyUid() + " " + i.seriesUid(), key -> new ArrayList<>())
                        .add(i));
        return new StudyManifest(
                patientKey,
                study.studyUid(),
                revision,
                study.studyTime(),
                series.values().stream().map(Manifests::series).toList());
    }

    /** True if objects of other studies were left out because they name another patient. */
    public static boolean leavesOut(StudyState study, String patientKey, Collection<InstanceStored> instances) {
        return instances.stream().anyMatch(i -> isForeign(i, study, patientKey));
    }

    private static boolean isForeign(InstanceStored instance, StudyState study, String patientKey) {
        return !instance.studyUid().equals(study.studyUid())
                && !instance.patientKey().equals(patientKey);
    }

    /** Counts for the event, in the order of the manifest. */
    public static List<SeriesCount> counts(StudyManifest manifest) {
        return manifest.series().stream()
                .map(s -> new SeriesCount(
                        s.seriesUid(), s.modality(), s.instances().size()))
                .toList();
    }

    private static StudyManifest.Series series(List<InstanceStored> instances) {
        InstanceStored first = instances.getFirst();
        return new StudyManifest.Series(
                first.seriesUid(),
                first.studyUid(),
                first.modality(),
                instances.stream()
                        .sorted(Comparator.comparing(InstanceStored::sopInstanceUid))
                        .map(i -> new StudyManifest.Instance(
                                i.sopInstanceUid(),
                                i.sopClassUid(),
                                i.transferSyntaxUid(),
                                i.object(),
                                i.callingAe(),
                                i.used()))
                        .toList());
    }
}
