package org.vigie.ingest.dicom.wire;

/** Why a connection was ended by us outside of the protocol, or by an A-ABORT of the provider. */
public enum DropReason {
    /** The TLS handshake took too long. */
    HANDSHAKE_TIMEOUT,
    /** The TLS handshake failed: no or an unknown certificate, no common protocol or cipher, or no TLS at all. */
    HANDSHAKE_FAILED,
    /** No whole A-ASSOCIATE-RQ in time. */
    REQUEST_TIMEOUT,
    /** A PDU began and did not end in time, or a message paused too long. */
    DATA_TIMEOUT,
    /** Nothing for longer than an association may idle. */
    IDLE_TIMEOUT,
    /** The peer did not read what we wrote. */
    WRITE_TIMEOUT,
    /** The first bytes are no A-ASSOCIATE-RQ. */
    NOT_DICOM,
    /** An A-ASSOCIATE-RQ that breaks PS3.8. */
    BAD_REQUEST,
    /** A PDU or PDV of an impossible type or length. */
    BAD_PDU,
    /** Too many connections that have not associated; the oldest made room. */
    CROWDED
}
