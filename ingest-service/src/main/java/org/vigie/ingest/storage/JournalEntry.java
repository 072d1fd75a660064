package org.vigie.ingest.storage;

import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.imaging.InstanceStored;

/**
 * One accepted instance as it stands in the journal until it is published, and after.
 *
 * @param patient who the patient key stands for, sealed
 * @param unknownPatient true if the object names no patient
 * @param traceparent W3C trace context of the chain that starts here
 */
public record JournalEntry(InstanceStored event, PatientLinked patient, boolean unknownPatient, String traceparent) {}
