/** A cohort as a CSV file: what its columns mean, and the statistics printed for it. */
@NullMarked
package org.vigie.staging.cli.cohort;

import org.jspecify.annotations.NullMarked;
