package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.ObjectRef;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Listening;
import org.vigie.store.Forcing;
import org.vigie.store.s3.S3Server;
import org.vigie.store.s3.S3Settings;

/** Replicas of ingest on machines of their own and one bucket for them. */
abstract class MachinesOnABucket {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final Duration PATIENCE = Duration.ofSeconds(45);
    static final String IMAGE = "1.7.1";

    @TempDir
    static Path serverRoot;

    static S3Server server;

    @TempDir
    Path machines;

    private final String prefix = "t" + NUMBER.incrementAndGet() + "/";

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.start(serverRoot);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void revive() throws IOException {
        if (!server.isAlive()) {
            server.restart();
        }
    }

    Listening machine(String name) throws IOException {
        return machine(name, Duration.ofMinutes(10), S3Settings.KEEP_LOCAL_BYTES);
    }

    Listening machine(String name, Duration sealAfter, long keepLocalBytes) throws IOException {
        return machine(name, server.endpoint(), sealAfter, keepLocalBytes);
    }

    /** @param endpoint of the server, or of a way to it */
    Listening machine(String name, URI endpoint, Duration sealAfter, long keepLocalBytes) throws IOException {
        S3Settings settings =
                new S3Settings(endpoint, S3Server.BUCKET, "us-east-1", true, prefix, sealAfter, keepLocalBytes);
        return new Listening(
                machines.resolve(name),
                Map.of("vigie.dicom.commitment.same-association-after", "100ms"),
                new Listening.Volume(Forcing.DATA, serverRoot.toFile()::getUsableSpace),
                settings);
    }

    static Attributes image(int seed) {
        return SentImages.image("1.7", IMAGE, 16, new Random(seed));
    }

    /** Names the image and not its study. */
    static Attributes contour() {
        return contour(List.of(IMAGE));
    }

    /** The same, with images of its own choice. */
    static Attributes contour(List<String> images) {
        Attributes seg = SentImages.image("1.8", "1.8.1", 16, new Random(8));
        seg.setString(Tag.SOPClassUID, VR.UI, UID.SegmentationStorage);
        seg.setString(Tag.Modality, VR.CS, "SEG");
        Attributes series = new Attributes();
        Sequence instances = series.newSequence(Tag.ReferencedInstanceSequence, images.size());
        for (String image : images) {
            Attributes instance = new Attributes();
            instance.setString(Tag.ReferencedSOPInstanceUID, VR.UI, image);
            instances.add(instance);
        }
        seg.newSequence(Tag.ReferencedSeriesSequence, 1).add(series);
        return seg;
    }

    static StowResult store(Listening at, Attributes object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DicomOutputStream out = new DicomOutputStream(bytes, UID.ExplicitVRLittleEndian)) {
            out.writeDataset(object.createFileMetaInformation(UID.ExplicitVRLittleEndian), object);
        }
        return at.intake().take(new ByteArrayInputStream(bytes.toByteArray()), "TEST", null);
    }

    /** Stored, and in the bucket when this returns. */
    static void take(Listening at, Attributes object) throws IOException {
        assertThat(store(at, object)).isInstanceOf(StowResult.Stored.class);
        List<ObjectRef> all = at.entries().stream()
                .map(e -> e.event())
                .map(InstanceStored::object)
                .toList();
        at.store().awaitShared(all, PATIENCE);
    }
}
