package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerLogTest {
    private Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private final List<String> lines = new ArrayList<>();
    private final PeerLog log = new PeerLog(() -> now, lines::add);

    @Test
    void aPeerGetsFiveLinesAMinuteAndThenANumber() throws UnknownHostException {
        InetAddress noisy = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < 1000; i++) {
            log.say(noisy, "NOT_DICOM");
        }
        log.say(InetAddress.getByName("192.0.2.2"), "BAD_PDU");
        assertThat(lines).hasSize(6).last().isEqualTo("192.0.2.2: BAD_PDU");

        now = now.plusSeconds(60);
        log.say(noisy, "NOT_DICOM");
        assertThat(lines).hasSize(8).contains("995 more lines about peers in the last minute");
    }

    @Test
    void athousandPeersGetSixtyLinesAMinute() throws UnknownHostException {
        for (int i = 0; i < 5000; i++) {
            log.say(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), "NOT_DICOM");
        }
        assertThat(lines).hasSize(60);
    }
}
