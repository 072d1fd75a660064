package org.vigie.ingest.domain;

import java.time.Instant;

/**
 * What silence of a study is worth at this moment.
 *
 * @param now the clock of who decides
 * @param from silence counts from here at the earliest: start of the service, outbox no longer behind
 * @param until silence is known until here: what a replica accepted later may be on its way
 */
public record Silence(Instant now, Instant from, Instant until) {}
