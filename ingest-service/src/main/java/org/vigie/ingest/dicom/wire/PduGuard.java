package org.vigie.ingest.dicom.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.dcm4che3.net.pdu.AAbort;

/**
 * Lets through whole, sound PDUs of bounded size that come in time (PS3.8, 9.3); for anything else the reader gets
 * an {@link AAbort} that tells the peer why. Re-arms the quick acknowledgement before it waits, so that a sender that
 * keeps Nagle's algorithm on never waits for a delayed one.
 */
final class PduGuard extends InputStream {
    private static final int HEADER = 6;
    private static final int PDV_HEADER = 6;
    private static final int A_ASSOCIATE_RQ = 1;
    private static final int P_DATA_TF = 4;
    private static final int A_RELEASE_RQ = 5;
    private static final int A_ABORT = 7;
    /** A command set has a dozen short elements. */
    private static final int MAX_COMMAND_BYTES = 1 << 16;
    /** Implementations disagree whether the maximum length counts the headers. */
    private static final int TOLERANCE = 64;

    private final InputStream in;
    private final WireLimits limits;
    private final Progress progress;
    private final Runnable acknowledge;
    private final Faults faults;
    private final long requestBy;

    private final byte[] pdv = new byte[PDV_HEADER];
    private ByteBuffer ready = ByteBuffer.allocate(0);
    private boolean associated;
    private long pduBy;
    private int bodyLeft;
    private int pdvFilled;
    private int pdvLeft;
    private long commandBytes;
    private volatile boolean inMessage;

    /** Hears of what was refused, before the reader does. */
    interface Faults {
        void broken(DropReason reason, String rule);
    }

    PduGuard(InputStream in, WireLimits limits, Progress progress, Runnable acknowledge, Faults faults) {
        this.in = in;
        this.limits = limits;
        this.progress = progress;
        this.acknowledge = acknowledge;
        this.faults = faults;
        this.requestBy = Progress.in(limits.request());
    }

    /** False while nothing is under way, so that closing loses nothing. */
    boolean isInMessage() {
        return inMessage || bodyLeft > 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!ready.hasRemaining() && bodyLeft == 0 && !nextPdu()) {
            return -1;
        }
        if (ready.hasRemaining()) {
            int n = Math.min(length, ready.remaining());
            ready.get(to, offset, n);
            return n;
        }
        int n = fill(to, offset, Math.min(length, bodyLeft), pduBy, DropReason.DATA_TIMEOUT);
        if (n > 0) {
            bodyLeft -= n;
            pdvs(to, offset, n);
        }
        return n;
    }

    /** False at the end of the stream between two PDUs. */
    private boolean nextPdu() throws IOException {
        byte[] header = new byte[HEADER];
        int first = associated
                ? inMessage
                        ? fill(header, 0, HEADER, Progress.in(limits.data()), DropReason.DATA_TIMEOUT)
                        : fill(header, 0, HEADER, Progress.in(limits.idle()), DropReason.IDLE_TIMEOUT)
                : fill(header, 0, HEADER, requestBy, DropReason.REQUEST_TIMEOUT);
        if (first < 0) {
            return false;
        }
        DropReason late = associated ? DropReason.DATA_TIMEOUT : DropReason.REQUEST_TIMEOUT;
        pduBy = associated ? Progress.in(limits.data()) : requestBy;
        fully(header, first, HEADER - first, late);
        int type = header[0] & 0xFF;
        long length = ByteBuffer.wrap(header).getInt(2) & 0xFFFF_FFFFL;
        if (associated) {
            established(type, length);
            ready = ByteBuffer.wrap(header);
            bodyLeft = Math.toIntExact(length);
            if (type != P_DATA_TF) {
                byte[] whole = java.util.Arrays.copyOf(header, HEADER + bodyLeft);
                fully(whole, HEADER, bodyLeft, late);
                ready = ByteBuffer.wrap(whole);
                bodyLeft = 0;
            }
        } else {
            request(header, type, length);
        }
        return true;
    }

    private void established(int type, long length) throws AAbort {
        if (type < A_ASSOCIATE_RQ || type > A_ABORT) {
            throw abort(DropReason.BAD_PDU, "PDU type", AAbort.UNRECOGNIZED_PDU);
        }
        if (type < P_DATA_TF) {
            throw abort(DropReason.BAD_PDU, "PDU of association establishment", AAbort.UNEXPECTED_PDU);
        }
        boolean fits = type == P_DATA_TF
                ? length >= PDV_HEADER && length <= limits.pduBytes() + TOLERANCE
                : type >= A_RELEASE_RQ && length == 4;
        if (!fits) {
            throw abort(DropReason.BAD_PDU, "PDU length", AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
    }

    private void request(byte[] header, int type, long length) throws IOException {
        if (type != A_ASSOCIATE_RQ) {
            throw abort(DropReason.NOT_DICOM, "no A-ASSOCIATE-RQ", AAbort.UNRECOGNIZED_PDU);
        }
        if (length > AssociateRequest.MAX_BYTES) {
            throw abort(DropReason.BAD_REQUEST, "length", AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
        byte[] whole = java.util.Arrays.copyOf(header, HEADER + (int) length);
        fully(whole, HEADER, (int) length, DropReason.REQUEST_TIMEOUT);
        byte[] body = java.util.Arrays.copyOfRange(whole, HEADER, whole.length);
        try {
            AssociateRequest.check(body);
        } catch (AssociateRequest.BrokenException broken) {
            throw abort(
                    DropReason.BAD_REQUEST,
                    java.util.Objects.requireNonNullElse(broken.getMessage(), ""),
                    AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
        System.arraycopy(body, 0, whole, HEADER, body.length);
        ready = ByteBuffer.wrap(whole);
        associated = true;
    }

    /** Follows the fragments of a P-DATA-TF, to bound command sets and to know whether a message is under way. */
    private void pdvs(byte[] from, int offset, int length) throws AAbort {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (pdvLeft > 0) {
                int n = Math.min(pdvLeft, end - at);
                pdvLeft -= n;
                at += n;
            } else {
                pdv[pdvFilled++] = from[at++];
                if (pdvFilled == PDV_HEADER) {
                    pdvFilled = 0;
                    fragment(end - at + bodyLeft);
                }
            }
        }
        if (bodyLeft == 0 && (pdvLeft > 0 || pdvFilled > 0)) {
            throw abort(DropReason.BAD_PDU, "PDV length", AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
    }

    private void fragment(long leftOfPdu) throws AAbort {
        long length = (ByteBuffer.wrap(pdv).getInt(0) & 0xFFFF_FFFFL) - 2;
        if (length < 0 || length > leftOfPdu) {
            throw abort(DropReason.BAD_PDU, "PDV length", AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
        pdvLeft = (int) length;
        boolean command = (pdv[5] & 1) != 0;
        boolean last = (pdv[5] & 2) != 0;
        commandBytes = command ? commandBytes + length : 0;
        if (commandBytes > MAX_COMMAND_BYTES) {
            throw abort(DropReason.BAD_PDU, "length of a command set", AAbort.INVALID_PDU_PARAMETER_VALUE);
        }
        if (command && last) {
            commandBytes = 0;
        }
        inMessage = !last;
    }

    private void fully(byte[] to, int offset, int length, DropReason late) throws IOException {
        int at = offset;
        while (at < offset + length) {
            int n = fill(to, at, offset + length - at, pduBy, late);
            if (n < 0) {
                throw new EOFException();
            }
            at += n;
        }
    }

    private int fill(byte[] to, int offset, int length, long by, DropReason late) throws IOException {
        acknowledge.run();
        progress.reading(by, late);
        try {
            return in.read(to, offset, length);
        } finally {
            progress.hasRead();
        }
    }

    private AAbort abort(DropReason reason, String rule, int code) {
        faults.broken(reason, rule);
        return new AAbort(AAbort.UL_SERIVE_PROVIDER, code);
    }
}
