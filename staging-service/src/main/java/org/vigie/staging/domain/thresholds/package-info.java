/** Thresholds of the rules, each with its source and strength of evidence. */
@NullMarked
package org.vigie.staging.domain.thresholds;

import org.jspecify.annotations.NullMarked;
