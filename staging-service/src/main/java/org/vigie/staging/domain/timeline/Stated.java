package org.vigie.staging.domain.timeline;

import java.time.Instant;
import org.vigie.contract.clinical.FactBody;

/**
 * A valid fact with its id and when it was stated.
 *
 * @param at when it was last stated
 * @param firstAt when the same was first stated under that id; stating it again does not make it news
 */
public record Stated<T extends FactBody>(String factId, Instant at, T body, Instant firstAt) {}
