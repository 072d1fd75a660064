package org.vigie.ingest.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.Json;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.contract.imaging.StudyManifest;
import org.vigie.contract.imaging.StudyReady;
import org.vigie.contract.imaging.StudyReady.Completeness;
import org.vigie.ingest.Instances;
import org.vigie.ingest.domain.Manifests;
import org.vigie.ingest.domain.StudyState;
import org.vigie.ingest.storage.DurableLog;
import org.vigie.ingest.storage.InstanceLog;
import org.vigie.ingest.storage.JournalEntry;
import org.vigie.store.FileObjectStore;

/** Two studies whose images come in turn, one of them announced whole, the other without its last image. */
class ReannouncementTest {
    private static final int SLICES = 1_500;

    @TempDir
    Path folder;

    @Test
    void onlyWhatNoReadyEventHoldsIsReadAgainInPortionsAndInOrder() throws IOException {
        FileObjectStore store = new FileObjectStore(folder);
        try (InstanceLog journal = new InstanceLog(store, "a", () -> {})) {
            List<InstanceStored> whole = new ArrayList<>();
            List<InstanceStored> partly = new ArrayList<>();
            for (int i = 0; i < SLICES; i++) {
                whole.add(Instances.ct("1.5", "1.5.9." + i, Instances.PATIENT));
                partly.add(Instances.ct("1.6", "1.6.9." + i, Instances.PATIENT));
                journal.append(entry(whole.getLast()));
                journal.append(entry(partly.getLast()));
            }
            // A resend after damage: the same image twice.
            journal.append(entry(whole.getFirst()));
            journal.append(entry(Instances.conflicting(whole.getFirst()))).awaitDurable();
            long published = journal.end();
            journal.append(entry(Instances.ct("1.7", "1.7.9.1", Instances.PATIENT)))
                    .awaitDurable();
            Reannouncement reannouncement = new Reannouncement(journal, store, Duration.ofDays(14));
            Map<String, ReadyTopic.Said> said = Map.of(
                    "1.5",
                    ReadyTopic.Said.of(ready(store, "1.5", whole)),
                    "1.6",
                    ReadyTopic.Said.of(ready(store, "1.6", partly.subList(0, SLICES - 1))));
            Set<String> asked = new TreeSet<>();
            ReadyTopic.Reader ready = (studies, since) -> {
                asked.addAll(studies);
                assertThat(since).isAfter(Instances.T0.minus(Duration.ofDays(15)));
                return said;
            };

            Reannouncement.Due due = reannouncement.due(ready, published, Instances.T0.plusSeconds(60));

            assertThat(due.lastLines()).containsOnlyKeys("1.6");
            assertThat(asked).containsExactly("1.5", "1.6");
            List<DurableLog.Positioned<JournalEntry>> again = new ArrayList<>();
            for (long at = 0; at < published; ) {
                DurableLog.Chunk<JournalEntry> chunk = reannouncement.next(due, at);
                assertThat(chunk.entries()).hasSizeLessThanOrEqualTo(1_000);
                again.addAll(chunk.entries());
                at = chunk.next();
            }
            assertThat(again).extracting(line -> line.value().event()).isEqualTo(partly);
            assertThat(again.stream().filter(due::ends)).containsExactly(again.getLast());

            // A position of another log, as after an older copy was put back
            assertThat(reannouncement
                            .due(ready, published + 1_000_000, Instances.T0)
                            .lastLines())
                    .containsOnlyKeys("1.6", "1.7");
            // Too old to be asked for
            assertThat(reannouncement
                            .due(
                                    (studies, since) -> {
                                        throw new AssertionError("nothing to ask for");
                                    },
                                    published,
                                    Instances.T0.plus(Duration.ofDays(15)))
                            .lastLines())
                    .isEmpty();
        }
    }

    private static JournalEntry entry(InstanceStored event) {
        return new JournalEntry(
                event,
                new PatientLinked(Instances.PATIENT, "sealed", "ingest", Instances.T0),
                false,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    private static StudyReady ready(FileObjectStore store, String study, List<InstanceStored> instances)
            throws IOException {
        StudyState state = new StudyState(
                study,
                Instances.PATIENT,
                null,
                Instances.T0,
                Instances.T0,
                instances.size(),
                0,
                false,
                false,
                null,
                null,
                null);
        StudyManifest manifest = Manifests.of(state, Instances.PATIENT, instances);
        return new StudyReady(
                Instances.PATIENT,
                study,
                1,
                null,
                Instances.T0,
                Instances.T0,
                Instances.T0,
                store.put("ingest", Json.bytes(manifest)),
                Manifests.counts(manifest),
                List.of(),
                Completeness.STUDY_QUIET,
                false,
                List.of());
    }
}
