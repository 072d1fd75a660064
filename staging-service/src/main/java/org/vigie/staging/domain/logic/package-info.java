/** Rules over inputs of which some are unknown: an outcome is given only where every admissible completion gives it. */
@NullMarked
package org.vigie.staging.domain.logic;

import org.jspecify.annotations.NullMarked;
