/** The page that traces each rule to its class, tests, source and thresholds. */
@NullMarked
package org.vigie.staging.requirements;

import org.jspecify.annotations.NullMarked;
