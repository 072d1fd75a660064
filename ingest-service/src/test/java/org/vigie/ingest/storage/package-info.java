@NullMarked
package org.vigie.ingest.storage;

import org.jspecify.annotations.NullMarked;
