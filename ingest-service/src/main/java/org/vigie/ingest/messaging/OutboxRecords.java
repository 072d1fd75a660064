package org.vigie.ingest.messaging;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.vigie.contract.EventHeaders;
import org.vigie.contract.EventId;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.IntakeReported;
import org.vigie.ingest.storage.JournalEntry;

/** From entries of the journal to records of topics. The same entry gives the same event ids again. */
final class OutboxRecords {
    private final InstantSource clock;

    OutboxRecords(InstantSource clock) {
        this.clock = clock;
    }

    /** Its own study first; then each study it refers to gets to know it under its own key. */
    static Set<String> studies(InstanceStored event) {
        Set<String> studies = new LinkedHashSet<>();
        studies.add(event.studyUid());
        studies.addAll(event.referencedStudyUids());
        return studies;
    }

    /** @param study whose assembly is to know of it */
    ProducerRecord<String, byte[]> instance(String study, JournalEntry entry, InstanceStored event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topics.INSTANCE_STORED, study, Json.bytes(event));
        OutboxHeaders.write(
                record.headers(),
                headers(
                        Topics.INSTANCE_STORED,
                        List.of(study, event.sopInstanceUid(), event.object().sha256()),
                        entry));
        if (entry.unknownPatient()) {
            OutboxHeaders.put(record.headers(), OutboxHeaders.PATIENT, "unknown");
        }
        return record;
    }

    ProducerRecord<String, byte[]> identity(JournalEntry entry) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.PATIENT_LINKED, entry.patient().patientKey(), Json.bytes(entry.patient()));
        OutboxHeaders.write(
                record.headers(),
                headers(
                        Topics.PATIENT_LINKED,
                        List.of(entry.patient().patientKey(), entry.event().sopInstanceUid()),
                        entry));
        return record;
    }

    /** Says without its content that an instance event is too large for the broker. */
    static ProducerRecord<String, byte[]> deadLetter(ProducerRecord<String, byte[]> record) {
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(Topics.INSTANCE_STORED, "ingest"),
                null,
                record.key(),
                new byte[0],
                record.headers());
        OutboxHeaders.put(letter.headers(), "vigie_reason", "too large for the broker");
        return letter;
    }

    /** @param partition null for that of the key */
    static ProducerRecord<String, byte[]> report(String key, @Nullable Integer partition, IntakeReported report) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.INTAKE_REPORTED, partition, key, Json.bytes(report));
        String id = EventId.of(
                        List.of(report.replica(), key, report.reportedAt().toString()), "ingest.report", "1")
                .toString();
        OutboxHeaders.write(
                record.headers(),
                new EventHeaders(id, Topics.INTAKE_REPORTED, "ingest", report.reportedAt(), null, null));
        return record;
    }

    private EventHeaders headers(String topic, List<String> inputs, JournalEntry entry) {
        return new EventHeaders(
                EventId.of(inputs, "ingest.store", "1").toString(),
                topic,
                "ingest",
                clock.instant(),
                entry.traceparent(),
                null);
    }
}
