/** Staging: keeps the timeline of each patient, applies the rules, says only what changed. */
@NullMarked
package org.vigie.staging;

import org.jspecify.annotations.NullMarked;
