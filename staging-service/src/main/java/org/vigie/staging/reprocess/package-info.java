/** Assessing again after rules or thresholds have changed, old and new side by side. */
@NullMarked
package org.vigie.staging.reprocess;

import org.jspecify.annotations.NullMarked;
