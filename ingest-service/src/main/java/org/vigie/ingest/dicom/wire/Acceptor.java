package org.vigie.ingest.dicom.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on one port. Nothing a peer does or leaves undone happens on the accepting thread: handshake and
 * association have a thread of their own and a time limit, which a warden enforces by closing the socket.
 */
public final class Acceptor implements AutoCloseable {
    private static final long SWEEP_NANOS = 100_000_000L;
    private static final long PAUSE_NANOS = 50_000_000L;

    private final InetSocketAddress address;
    private final int backlog;
    private final WireLimits limits;
    private final @Nullable Supplier<TlsContexts.Current> tls;
    private final WireEvents events;
    private final Sink sink;
    private final Set<WireSocket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;
    private volatile boolean closed;

    /** Takes an open connection over. */
    @FunctionalInterface
    public interface Sink {
        void accept(Socket socket) throws IOException;
    }

    /** @param tls null for a plain port */
    public Acceptor(
            InetSocketAddress address,
            int backlog,
            WireLimits limits,
            @Nullable Supplier<TlsContexts.Current> tls,
            WireEvents events,
            Sink sink)
            throws IOException {
        this.address = address;
        this.backlog = backlog;
        this.limits = limits;
        this.tls = tls;
        this.events = events;
        this.sink = sink;
        this.server = new ServerSocket();
    }

    /** Binds and begins. */
    public void start() throws IOException {
        server.setReuseAddress(true);
        server.bind(address, backlog);
        Thread.ofPlatform().daemon().name("dicom-accept-" + address.getPort()).start(this::accept);
        Thread.ofPlatform().daemon().name("dicom-warden-" + address.getPort()).start(this::watch);
    }

    public boolean isListening() {
        return server.isBound() && !closed;
    }

    public int connections() {
        return open.size();
    }

    /** The A-ASSOCIATE-RQ of this connection has been read whole: it is no stranger any more. */
    public static void associated(Socket socket) {
        if (socket instanceof WireSocket known) {
            known.associated();
        }
    }

    /** Takes no more, ends what is idle, leaves what is under way. */
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException closing) {
            // It accepts nothing in either case.
            return;
        } finally {
            open.stream().filter(WireSocket::isIdle).forEach(WireSocket::closeQuietly);
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket raw = server.accept();
                WireSocket socket = new WireSocket(raw, events, open::remove);
                socket.progress().reading(Progress.in(limits.handshake()), DropReason.HANDSHAKE_TIMEOUT);
                open.add(socket);
                makeRoom();
                Thread.ofVirtual().name("dicom-open").start(() -> open(raw, socket));
            } catch (IOException e) {
                // Out of file descriptors, or the peer is gone already; the port must go on.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void makeRoom() {
        if (open.size() <= limits.waiting()) {
            return;
        }
        long waiting = open.stream().filter(WireSocket::isWaiting).count();
        if (waiting > limits.waiting()) {
            open.stream()
                    .filter(WireSocket::isWaiting)
                    .min(Comparator.comparingLong(WireSocket::acceptedAt))
                    .ifPresent(oldest -> oldest.drop(DropReason.CROWDED, "too many connections without association"));
        }
    }

    private void open(Socket raw, WireSocket socket) {
        try {
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            Socket secured = tls == null ? raw : handshake(raw, tls.get());
            socket.progress().hasRead();
            socket.open(secured, limits);
            sink.accept(socket);
        } catch (IOException | RuntimeException failed) {
            // What a handshake failed for may quote what the peer sent, so only its kind is told.
            socket.drop(DropReason.HANDSHAKE_FAILED, failed.getClass().getSimpleName());
        }
    }

    private static Socket handshake(Socket raw, TlsContexts.Current tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.context()
                .getSocketFactory()
                .createSocket(raw, raw.getInetAddress().getHostAddress(), raw.getPort(), true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(tls.parameters());
        socket.startHandshake();
        return socket;
    }

    private void watch() {
        while (!closed || !open.isEmpty()) {
            LockSupport.parkNanos(SWEEP_NANOS);
            long now = Progress.now();
            for (WireSocket socket : open) {
                DropReason overdue = socket.progress().overdue(now);
                if (overdue != null) {
                    socket.drop(overdue, "in time");
                }
            }
        }
    }
}
