package org.vigie.ingest;

/** A platform of its own: what hostile senders leave behind is no other test's study. */
public final class HostilePlatform extends Platform {}
