package org.vigie.ingest.dicom.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** An accepted connection, plain or TLS, as the DICOM library sees it: a socket whose streams are guarded. */
final class WireSocket extends Socket {
    private static final int SMALL_READS = 8192;

    private final Socket raw;
    private final Progress progress = new Progress();
    private final long acceptedAt = Progress.now();
    private final Consumer<WireSocket> onClose;
    private final WireEvents events;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean dropped = new AtomicBoolean();
    private volatile @Nullable Streams streams;
    private volatile boolean associated;
    private boolean quickAck = true;

    private record Streams(Socket socket, PduGuard in, WatchedOutput out) {}

    WireSocket(Socket raw, WireEvents events, Consumer<WireSocket> onClose) {
        this.raw = raw;
        this.events = events;
        this.onClose = onClose;
    }

    /** @param socket the raw one, or TLS on it after the handshake */
    void open(Socket socket, WireLimits limits) throws IOException {
        PduGuard guard = new PduGuard(
                new BufferedInputStream(socket.getInputStream(), SMALL_READS),
                limits,
                progress,
                this::acknowledge,
                this::broken);
        streams = new Streams(socket, guard, new WatchedOutput(socket.getOutputStream(), progress, limits.write()));
    }

    Progress progress() {
        return progress;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    boolean isWaiting() {
        return !associated;
    }

    /** The whole A-ASSOCIATE-RQ has come and is being answered, or has been. */
    void associated() {
        associated = true;
    }

    /** True if closing it would cut nothing. */
    boolean isIdle() {
        Streams now = streams;
        return now == null || !now.in().isInMessage();
    }

    /** Ends the connection at once. */
    void drop(DropReason reason, String detail) {
        if (dropped.compareAndSet(false, true)) {
            events.dropped(reason, raw.getInetAddress(), detail);
        }
        closed.set(true);
        onClose.accept(this);
        closeQuietly(raw);
    }

    private void broken(DropReason reason, String rule) {
        // The library answers with A-ABORT and closes.
        if (dropped.compareAndSet(false, true)) {
            events.dropped(reason, raw.getInetAddress(), rule);
        }
    }

    /** Linux forgets the option as soon as it thinks the traffic is interactive, hence before every wait. */
    private void acknowledge() {
        if (!quickAck) {
            return;
        }
        try {
            raw.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        } catch (IOException | UnsupportedOperationException notLinux) {
            quickAck = false;
        }
    }

    private Streams opened() throws SocketException {
        Streams now = streams;
        if (now == null) {
            throw new SocketException("not open yet");
        }
        return now;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return opened().in();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return opened().out();
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Streams now = streams;
        try {
            if (now != null) {
                // TLS says good-bye, which a peer that does not read can hold up.
                progress.writing(Progress.now() + 1_000_000_000L);
                now.socket().close();
            }
        } finally {
            onClose.accept(this);
            closeQuietly(raw);
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get() || raw.isClosed();
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isBound() {
        return raw.isBound();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return raw.getInetAddress();
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public int getPort() {
        return raw.getPort();
    }

    @Override
    public int getLocalPort() {
        return raw.getLocalPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return raw.getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return raw.getLocalSocketAddress();
    }

    @Override
    public String toString() {
        return "connection from " + raw.getInetAddress().getHostAddress();
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to be lost.
            return;
        }
    }
}
