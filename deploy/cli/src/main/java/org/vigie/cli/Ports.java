package org.vigie.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TCP ports of one installation, all on loopback unless configured otherwise.
 *
 * @param hl7 MLLP port of staging, null: no HL7 v2
 */
public record Ports(
        int web,
        int dicom,
        int ingest,
        int diffusion,
        int staging,
        int kafka,
        int postgres,
        @Nullable Integer hl7) {
    public Ports(int web, int dicom, int ingest, int diffusion, int staging, int kafka, int postgres) {
        this(web, dicom, ingest, diffusion, staging, kafka, postgres, null);
    }

    /** Ports nobody listens on at this moment. */
    public static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            int[] p = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return new Ports(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]);
        } catch (IOException e) {
            throw new CommandException("no free loopback ports: " + e.getMessage());
        }
    }

    /** The same with a port for HL7 v2. */
    public Ports withHl7(int port) {
        return new Ports(web, dicom, ingest, diffusion, staging, kafka, postgres, port);
    }
}
