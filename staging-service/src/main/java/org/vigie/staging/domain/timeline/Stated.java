package org.vigie.staging.domain.timeline;

import java.time.Instant;
import org.vigie.contract.clinical.FactBody;

/** A valid fact with its id and when it was stated. */
public record Stated<T extends FactBody>(String factId, Instant at, T body) {}
