package org.vigie.ingest.dicom.wire;

import java.net.InetAddress;

/** Hears of connections that were ended by us. Called from several threads; must not block. */
@FunctionalInterface
public interface WireEvents {
    /** @param detail the rule that was broken; never what the peer sent */
    void dropped(DropReason reason, InetAddress peer, String detail);
}
