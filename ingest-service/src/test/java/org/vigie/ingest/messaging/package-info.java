@NullMarked
package org.vigie.ingest.messaging;

import org.jspecify.annotations.NullMarked;
