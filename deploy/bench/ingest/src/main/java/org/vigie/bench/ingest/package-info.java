/** The receiving path beside the programs a site would use instead. */
@NullMarked
package org.vigie.bench.ingest;

import org.jspecify.annotations.NullMarked;
