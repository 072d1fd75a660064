/** One patient's state and what follows from it; pure functions. */
@NullMarked
package org.vigie.staging.domain;

import org.jspecify.annotations.NullMarked;
