package org.vigie.ingest.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.contract.identity.PatientLinked;
import org.vigie.contract.imaging.InstanceStored;
import org.vigie.ingest.Instances;
import org.vigie.store.FileObjectStore;
import org.vigie.store.Forcing;

class InstanceLogTest {
    @TempDir
    Path folder;

    @Test
    void findsWhatCameUnderAUidInItsOrder() throws IOException {
        InstanceStored first = Instances.dwi("1.2.1.1", 0, 0);
        try (InstanceLog log = open()) {
            log.append(entry(first)).awaitDurable();
            log.append(entry(Instances.conflicting(first))).awaitDurable();
        }
        try (InstanceLog log = open()) {
            assertThat(log.find("1.2.1.1")).hasValueSatisfying(known -> {
                assertThat(known.studyUid()).isEqualTo(Instances.STUDY);
                assertThat(known.contents())
                        .containsExactly(
                                first.object(), Instances.conflicting(first).object());
            });
            assertThat(log.find("1.2.1.2")).isEmpty();
        }
    }

    @Test
    void seesWhatAnotherReplicaOfTheSameVolumeHoldsAlsoAfterItsPackIsSealed() throws IOException {
        InstanceStored first = Instances.dwi("1.2.1.1", 0, 0);
        InstanceStored second = Instances.dwi("1.2.1.2", 0, 5);
        try (InstanceLog here = open();
                InstanceLog there = new InstanceLog(
                        new FileObjectStore(folder.resolve("store"), 400, Forcing.DATA), "b", () -> {})) {
            assertThat(here.findElsewhere("1.2.1.1")).isEmpty();
            there.append(entry(first)).awaitDurable();
            await().untilAsserted(() -> assertThat(here.findElsewhere("1.2.1.1"))
                    .contains(new InstanceLog.Known(Instances.STUDY, List.of(first.object()))));
            // The second record opens the next pack, for the first is full and sealed.
            there.append(entry(second)).awaitDurable();
            await().untilAsserted(() ->
                    assertThat(here.findAnywhere("1.2.1.2", System.nanoTime())).isPresent());

            assertThat(here.findElsewhere("1.2.1.1")).isPresent();
            assertThat(here.find("1.2.1.1")).isEmpty();
            assertThat(there.findElsewhere("1.2.1.1")).isEmpty();
            assertThat(here.findElsewhere("1.2.1.3")).isEmpty();
        }
        try (InstanceLog here = open()) {
            assertThat(here.findElsewhere("1.2.1.1")).isPresent();
            assertThat(here.findElsewhere("1.2.1.2")).isPresent();
        }
    }

    @Test
    void takesOverAJournalAndWhatOfItWasAnnounced() throws IOException {
        Path journal = folder.resolve("journal");
        List<Long> ends = new ArrayList<>();
        try (DurableLog<JournalEntry> old = new DurableLog<>(journal, JournalEntry.class, () -> {})) {
            for (InstanceStored instance : Instances.completeDwi()) {
                old.append(entry(instance));
                ends.add(old.end());
            }
        }
        try (InstanceLog log = open()) {
            long announced = log.takeOver(journal, ends.get(1)).orElseThrow();

            assertThat(log.read(announced, 10).entries())
                    .extracting(p -> p.value().event().sopInstanceUid())
                    .containsExactly("1.2.1.3", "1.2.1.4");
            assertThat(log.find("1.2.1.1")).isPresent();
            assertThat(journal).doesNotExist();
            assertThat(log.takeOver(journal, 0)).isEmpty();
        }
        assertThat(Files.exists(folder.resolve("journal.taken-over"))).isTrue();
    }

    @Test
    void aReplicaKeepsItsName() throws IOException {
        String name = ProcessName.of(folder);

        assertThat(name).matches("[0-9a-f]{12}").isEqualTo(ProcessName.of(folder));
    }

    private InstanceLog open() throws IOException {
        return new InstanceLog(new FileObjectStore(folder.resolve("store")), "a", () -> {});
    }

    private static JournalEntry entry(InstanceStored instance) {
        return new JournalEntry(
                instance,
                new PatientLinked(instance.patientKey(), "sealed", "ingest", Instances.T0),
                false,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
