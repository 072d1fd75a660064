/** Side-by-side benchmark of the timeline topology. */
@NullMarked
package org.vigie.bench.staging;

import org.jspecify.annotations.NullMarked;
