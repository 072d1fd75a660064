package org.vigie.ingest.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** A way to a server on this machine on which every request takes a while. */
final class SlowWay implements AutoCloseable {
    private final ServerSocket door;
    private final int port;
    private volatile Duration delay = Duration.ZERO;

    SlowWay(URI server) throws IOException {
        this.port = server.getPort();
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket in = door.accept();
                    Socket out = new Socket(InetAddress.getLoopbackAddress(), port);
                    pass(in, out, true);
                    pass(out, in, false);
                }
            } catch (IOException closed) {
                // the end
            }
        });
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void delay(Duration each) {
        delay = each;
    }

    private void pass(Socket from, Socket to, boolean slowly) {
        Thread.ofVirtual().start(() -> {
            byte[] bytes = new byte[1 << 16];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (slowly) {
                        Thread.sleep(delay);
                    }
                    out.write(bytes, 0, n);
                }
            } catch (IOException | InterruptedException end) {
                // the other side hears of it
            }
        });
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
