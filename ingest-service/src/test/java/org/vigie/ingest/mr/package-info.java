@NullMarked
package org.vigie.ingest.mr;

import org.jspecify.annotations.NullMarked;
