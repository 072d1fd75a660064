package org.vigie.staging.hl7;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The listener: one virtual thread per connection, bounded in number, size and time. */
@ApplicationScoped
public class MllpServer {
    private static final Logger LOG = Logger.getLogger(MllpServer.class);

    private final Hl7Config config;
    private final Hl7Intake intake;
    private final Semaphore connections;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listener;

    MllpServer(Hl7Config config, Hl7Intake intake) {
        this.config = config;
        this.intake = intake;
        this.connections = new Semaphore(config.maxConnections());
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (config.port().isEmpty()) {
            return;
        }
        ServerSocket bound = new ServerSocket();
        bound.setReuseAddress(true);
        bound.bind(new InetSocketAddress(config.host(), config.port().getAsInt()));
        listener = bound;
        Thread.ofPlatform().name("staging-mllp").daemon().start(() -> accept(bound));
        LOG.infof("HL7 v2 over MLLP on %s:%d", config.host(), bound.getLocalPort());
    }

    /** Port listened on, 0 if off. */
    public int port() {
        ServerSocket bound = listener;
        return bound == null ? 0 : bound.getLocalPort();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        ServerSocket bound = listener;
        if (bound != null) {
            bound.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept(ServerSocket bound) {
        while (!bound.isClosed()) {
            try {
                Socket socket = bound.accept();
                if (connections.tryAcquire()) {
                    open.add(socket);
                    Thread.ofVirtual().name("staging-mllp-peer").start(() -> serve(socket));
                } else {
                    LOG.warn("more HL7 connections than allowed: one closed");
                    socket.close();
                }
            } catch (IOException e) {
                if (!bound.isClosed()) {
                    LOG.warnf("HL7 listener: %s", e.getClass().getSimpleName());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            Frames frames = new Frames(in, socket, config);
            while (!socket.isClosed()) {
                switch (frames.next()) {
                    case Frames.Whole whole -> Frames.write(out, intake.answer(whole.message()));
                    case Frames.TooLarge large -> {
                        Frames.write(out, intake.tooLarge(large.beginning()));
                        return;
                    }
                    case Frames.Ended _ -> {
                        return;
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            LOG.info("HL7 connection closed: nothing came, or a message was not finished in time");
        } catch (IOException e) {
            LOG.debugf("HL7 connection lost: %s", e.getClass().getSimpleName());
        } finally {
            open.remove(socket);
            connections.release();
        }
    }
}
