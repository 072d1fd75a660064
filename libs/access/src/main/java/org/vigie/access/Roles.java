package org.vigie.access;

import java.util.Set;

/** What a caller may do. */
public final class Roles {
    /** Another service or the command line: everything. */
    public static final String SERVICE = "service";

    /** A machine that sends images: STOW-RS. */
    public static final String SENDER = "sender";

    /** A person who runs ingest: upload, quarantine, studies, protocols, priors. */
    public static final String OPERATOR = "operator";

    public static final Set<String> ALL = Set.of(SERVICE, SENDER, OPERATOR);

    private Roles() {}
}
