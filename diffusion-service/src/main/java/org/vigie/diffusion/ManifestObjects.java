package org.vigie.diffusion;

import java.util.List;
import java.util.Optional;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.store.ObjectStore;

/** The instances a manifest lists, to be read from the store when they are needed. */
final class ManifestObjects {
    private ManifestObjects() {}

    static List<StudyObject> of(StudyManifest manifest, ObjectStore store) {
        return manifest.series().stream()
                .flatMap(series -> series.instances().stream())
                .filter(StudyManifest.Instance::used)
                .map(instance -> new StudyObject(
                        "instance",
                        () -> store.read(instance.object()),
                        Optional.of(instance.callingAe()),
                        Optional.of(instance.object())))
                .toList();
    }
}
