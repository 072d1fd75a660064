/** What must survive a power cut: journal, quarantine, watermark. */
@NullMarked
package org.vigie.ingest.storage;

import org.jspecify.annotations.NullMarked;
