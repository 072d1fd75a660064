package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.dcm4che3.net.Association;
import org.vigie.contract.ObjectRef;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.store.FileObjectStore;

/** MR images that were answered Success, and whether a store has them, bit by bit. */
final class SentImages {
    private final Map<String, byte[]> answered = new ConcurrentHashMap<>();

    int size() {
        return answered.size();
    }

    /** Sends images until the receiver refuses, is gone, or all are sent; the last status, -1 where it is gone. */
    int send(int port, String uidRoot, int count, long seed) {
        Random random = new Random(seed);
        try (Scu scu = new Scu("FAULTS")) {
            Association association = scu.associate(port, UID.MRImageStorage, UID.ExplicitVRLittleEndian);
            for (int i = 0; i < count; i++) {
                String sop = uidRoot + "." + (i + 1);
                // Now and then one that does not fit into memory staging.
                Attributes image = image(uidRoot, sop, random.nextInt(40) == 0 ? 1024 : 64, random);
                int status = Scu.store(association, UID.MRImageStorage, sop, image, UID.ExplicitVRLittleEndian);
                if (status != 0) {
                    return status;
                }
                answered.put(sop, bytes(image));
            }
            association.release();
            return 0;
        } catch (IOException gone) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Every image answered Success is announced from the store of a dead process and has its bits. */
    void assertKept(Path home, String what) throws IOException {
        assertKept(home, "a", what);
    }

    /** UIDs answered Success, by study. */
    Map<String, Set<String>> byStudy() {
        Map<String, Set<String>> studies = new TreeMap<>();
        answered.keySet()
                .forEach(sop -> studies.computeIfAbsent(
                                sop.substring(0, sop.lastIndexOf('.')) + ".0", s -> new TreeSet<>())
                        .add(sop));
        return studies;
    }

    /** @param process what the packs are called by */
    void assertKept(Path home, String process, String what) throws IOException {
        FileObjectStore store = new FileObjectStore(home.resolve("store"));
        Map<String, ObjectRef> kept = new HashMap<>();
        try (InstanceLog log = new InstanceLog(store, process, () -> {})) {
            assertThat(log.damaged()).as(what).isZero();
            log.read(0, Integer.MAX_VALUE)
                    .entries()
                    .forEach(e -> kept.put(
                            e.value().event().sopInstanceUid(),
                            e.value().event().object()));
        }
        assertThat(kept.keySet()).as(what).containsAll(answered.keySet());
        for (Map.Entry<String, ObjectRef> one : kept.entrySet()) {
            // Reading verifies the hash: none is unreadable, whether it was answered or not.
            byte[] file = store.read(one.getValue());
            byte[] sent = answered.get(one.getKey());
            if (sent != null) {
                assertThat(Arrays.mismatch(Arrays.copyOfRange(file, file.length - sent.length, file.length), sent))
                        .as("%s %s", what, one.getKey())
                        .isEqualTo(-1);
            }
        }
    }

    static Attributes image(String study, String sop, int edge, Random random) {
        byte[] pixels = new byte[2 * edge * edge];
        random.nextBytes(pixels);
        Attributes image = new Attributes();
        image.setString(Tag.SOPClassUID, VR.UI, UID.MRImageStorage);
        image.setString(Tag.SOPInstanceUID, VR.UI, sop);
        image.setString(Tag.Modality, VR.CS, "MR");
        image.setString(Tag.PatientID, VR.LO, "FAULTS");
        image.setString(Tag.StudyInstanceUID, VR.UI, study + ".0");
        image.setString(Tag.SeriesInstanceUID, VR.UI, study + ".0.0");
        image.setInt(Tag.SamplesPerPixel, VR.US, 1);
        image.setString(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME2");
        image.setInt(Tag.Rows, VR.US, edge);
        image.setInt(Tag.Columns, VR.US, edge);
        image.setInt(Tag.BitsAllocated, VR.US, 16);
        image.setInt(Tag.BitsStored, VR.US, 16);
        image.setInt(Tag.HighBit, VR.US, 15);
        image.setInt(Tag.PixelRepresentation, VR.US, 0);
        image.setBytes(Tag.PixelData, VR.OW, pixels);
        return image;
    }

    private static byte[] bytes(Attributes image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(null, image);
        }
        return bytes.toByteArray();
    }
}
