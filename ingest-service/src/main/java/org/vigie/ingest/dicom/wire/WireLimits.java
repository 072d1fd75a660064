package org.vigie.ingest.dicom.wire;

import java.time.Duration;

/**
 * What a peer may take of our time and memory.
 *
 * @param handshake from connecting to the end of the TLS handshake
 * @param request from connecting (with TLS: from its handshake) to the end of the A-ASSOCIATE-RQ
 * @param data from the first to the last byte of one PDU, and between two PDUs of one message
 * @param idle between messages
 * @param write for one write that the peer does not take
 * @param pduBytes longest P-DATA-TF that is read, beyond the six bytes of its header
 * @param waiting connections at a time that have not associated yet
 */
public record WireLimits(
        Duration handshake,
        Duration request,
        Duration data,
        Duration idle,
        Duration write,
        int pduBytes,
        int waiting) {}
