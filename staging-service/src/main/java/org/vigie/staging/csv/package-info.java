/** Facts from a CSV file, all of it or none, with a dry run. */
@NullMarked
package org.vigie.staging.csv;

import org.jspecify.annotations.NullMarked;
