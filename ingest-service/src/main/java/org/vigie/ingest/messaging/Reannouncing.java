package org.vigie.ingest.messaging;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.vigie.contract.Json;
import org.vigie.contract.Topics;
import org.vigie.ingest.domain.StudyState;

/** Says again what was announced, so that it is measured again. Announcing twice for one run gives the same ids. */
public final class Reannouncing {
    private final Announcer announcer;
    private final KafkaSettings settings;
    private final Clock clock = Clock.systemUTC();

    Reannouncing(Announcer announcer, KafkaSettings settings) {
        this.announcer = announcer;
        this.settings = settings;
    }

    /** @param readyEventId {@code ce_id} of the announcement, to know its result by */
    public record Again(String studyUid, String patientKey, int revision, String readyEventId) {}

    List<Again> announce(List<StudyState> studies, String runId, boolean dryRun) throws IOException {
        List<Announcer.Announcement> made = new ArrayList<>();
        for (StudyState study : studies) {
            Optional<Announcer.Announcement> one = announcer.again(study, runId, clock.instant());
            one.ifPresent(made::add);
        }
        if (!dryRun && !made.isEmpty()) {
            publish(made);
        }
        return made.stream()
                .map(one -> new Again(
                        one.event().studyUid(),
                        one.event().patientKey(),
                        one.event().revision(),
                        one.headers().id()))
                .toList();
    }

    private void publish(List<Announcer.Announcement> made) throws IOException {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings.producer(), new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Announcer.Announcement one : made) {
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>(Topics.STUDY_READY, one.event().patientKey(), Json.bytes(one.event()));
                OutboxHeaders.write(record.headers(), one.headers());
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new IOException("not confirmed by the broker", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
