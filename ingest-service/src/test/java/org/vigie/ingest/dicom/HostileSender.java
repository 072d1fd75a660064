package org.vigie.ingest.dicom;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.UID;
import org.dcm4che3.net.Association;
import org.dcm4che3.net.DimseRSP;
import org.dcm4che3.net.Priority;
import org.dcm4che3.net.pdu.AAssociateRQ;
import org.dcm4che3.net.pdu.PresentationContext;
import org.jspecify.annotations.Nullable;

/** Sends whatever bytes as the data set of a C-STORE, under UIDs that are right, wrong or paths. */
public final class HostileSender implements AutoCloseable {
    private static final int PREAMBLE = 132;
    private static final List<String> SYNTAXES = List.of(
            UID.ExplicitVRLittleEndian,
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian,
            UID.JPEGLosslessSV1);
    private static final List<String> UIDS = List.of(
            "1.2.3",
            "../../../../vigie-escaped",
            "/etc/vigie-escaped",
            "1.2.3/../../x",
            "C:\\vigie-escaped",
            "..",
            "9".repeat(64));

    private final int port;
    private final Scu scu;
    private @Nullable Association association;
    private long longestNanos;

    public HostileSender(int port, String caller) {
        this.port = port;
        this.scu = new Scu(caller);
    }

    /** True if it was answered with a status, false if the association was ended. */
    public boolean send(byte[] file, Random random) throws InterruptedException {
        boolean part10 = file.length > PREAMBLE && file[128] == 'D' && file[129] == 'I' && random.nextInt(4) > 0;
        byte[] data = part10 ? Arrays.copyOfRange(file, PREAMBLE, file.length) : file;
        String syntax = SYNTAXES.get(Math.max(0, random.nextInt(SYNTAXES.size() + 4) - 4));
        String instance = UIDS.get(Math.max(0, random.nextInt(UIDS.size() + 4) - 4));
        long started = System.nanoTime();
        try {
            Association open = opened();
            DimseRSP response =
                    open.cstore(UID.MRImageStorage, instance, Priority.NORMAL, (out, ts) -> out.write(data), syntax);
            response.next();
            return response.getCommand().getInt(Tag.Status, -1) >= 0;
        } catch (IOException ended) {
            association = null;
            return false;
        } finally {
            longestNanos = Math.max(longestNanos, System.nanoTime() - started);
        }
    }

    public long longestMillis() {
        return longestNanos / 1_000_000;
    }

    private Association opened() throws IOException {
        Association open = association;
        if (open == null || !open.isReadyForDataTransfer()) {
            AAssociateRQ request = new AAssociateRQ();
            for (int i = 0; i < SYNTAXES.size(); i++) {
                request.addPresentationContext(new PresentationContext(2 * i + 1, UID.MRImageStorage, SYNTAXES.get(i)));
            }
            open = scu.associate(port, request);
            association = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        Association open = association;
        if (open != null && open.isReadyForDataTransfer()) {
            open.release();
        }
        scu.close();
    }
}
