package org.vigie.ingest;

import org.vigie.ingest.dicom.DicomServer;
import org.vigie.ingest.dicom.StowIntake;
import org.vigie.ingest.messaging.AssemblyStreams;
import org.vigie.ingest.messaging.OutboxPublisher;
import org.vigie.ingest.messaging.PriorRequests;
import org.vigie.ingest.storage.PriorLedger;
import org.vigie.ingest.storage.QuarantineLog;
import org.vigie.ingest.storage.UploadLog;
import org.vigie.store.OpenedStore;

/** What a running ingest consists of, as far as others ask for it. */
record IngestParts(
        OpenedStore store,
        StoreProbe probe,
        Identities identities,
        QuarantineLog quarantine,
        OutboxPublisher outbox,
        AssemblyStreams assembly,
        DicomServer listener,
        StowIntake stow,
        PriorLedger priors,
        PriorRequests requests,
        Pressure pressure,
        UploadLog uploads,
        Retention retention,
        int known) {}
