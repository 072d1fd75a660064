/** Reads threshold sets from their append-only files. */
@NullMarked
package org.vigie.staging.thresholds;

import org.jspecify.annotations.NullMarked;
