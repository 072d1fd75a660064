package org.vigie.diffusion;

import java.util.List;
import java.util.Optional;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.diffusion.dicom.StudyObject;
import org.vigie.mr.dicom.ParserLimits;
import org.vigie.store.ObjectStore;

/**
 * The instances a manifest lists, to be read from the store when they are needed.
 *
 * @param limits of each of them
 */
record ManifestObjects(ObjectStore store, ParserLimits limits) {
    List<StudyObject> of(StudyManifest manifest) {
        return manifest.series().stream()
                .flatMap(series -> series.instances().stream())
                .filter(StudyManifest.Instance::used)
                .map(instance -> new StudyObject(
                        "instance",
                        () -> store.read(instance.object()),
                        Optional.of(instance.callingAe()),
                        Optional.of(instance.object()),
                        limits))
                .toList();
    }
}
