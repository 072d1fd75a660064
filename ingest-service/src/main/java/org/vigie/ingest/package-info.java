/** Receives DICOM durably and says when a study is complete. A byte meets {@code dicom.StoreScp}, {@link org.vigie.ingest.IngestPipeline}, {@code storage.Journal}, {@code messaging.OutboxPublisher} and {@code messaging.AssemblyProcessor}, in this order. */
@NullMarked
package org.vigie.ingest;

import org.jspecify.annotations.NullMarked;
