package org.vigie.simulator.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.dcm4che3.net.Status;
import org.dcm4che3.net.pdu.AAssociateRJ;
import org.vigie.simulator.domain.Destination;
import org.vigie.simulator.domain.SendOptions;
import org.vigie.simulator.domain.SendReport;
import org.vigie.simulator.domain.SendReport.Outcome;
import org.vigie.simulator.domain.SendReport.State;

/**
 * Sends files by C-STORE, unchanged. A lost association is opened again, and what was not answered with Success is sent
 * again, as a PACS does.
 */
public final class StoreScu {
    /** An association can carry 128 presentation contexts; a class may need two. */
    private static final int CONTEXTS = 120;

    /** A file that costs the association so often is given up. */
    private static final int ATTEMPTS = 3;

    private static final Duration RETRY_EVERY = Duration.ofMillis(200);

    private final Destination to;
    private final SendOptions options;
    private final Map<Path, Outcome> outcomes = new HashMap<>();
    private final Map<Path, Integer> attempts = new HashMap<>();
    private final Deque<DicomFile> pending = new ArrayDeque<>();
    private int stored;
    private boolean paused;

    private StoreScu(Destination to, SendOptions options) {
        this.to = to;
        this.options = options;
    }

    /** All regular files below a folder, sorted by path; a file stands for itself. */
    public static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * Sends the files in the given order.
     *
     * @throws IOException if a file cannot be read; network faults are outcomes
     */
    public static SendReport send(List<Path> files, Destination to, SendOptions options)
            throws IOException, InterruptedException {
        return new StoreScu(to, options).run(files);
    }

    private SendReport run(List<Path> files) throws IOException, InterruptedException {
        for (Path file : files) {
            Optional<DicomFile> dicom = DicomFile.open(file);
            dicom.ifPresentOrElse(pending::add, () -> put(file, State.SKIPPED, OptionalInt.empty(), "no DICOM file"));
        }
        long deadline = System.nanoTime() + options.connectFor().toNanos();
        while (!pending.isEmpty()) {
            try (StoreAssociation association = new StoreAssociation(options.callingAe(), to, withinOneAssociation())) {
                sendOn(association);
                deadline = System.nanoTime() + options.reconnectFor().toNanos();
            } catch (AAssociateRJ rejected) {
                if (rejected.getResult() == AAssociateRJ.RESULT_REJECTED_PERMANENT || isOver(deadline)) {
                    giveUp("association rejected: " + rejected.getMessage());
                }
            } catch (IOException unreachable) {
                if (isOver(deadline)) {
                    giveUp("no association: " + unreachable.getMessage());
                }
            }
            if (!pending.isEmpty()) {
                Thread.sleep(RETRY_EVERY);
            }
        }
        return new SendReport(files.stream()
                .distinct()
                .flatMap(f -> Optional.ofNullable(outcomes.get(f)).stream())
                .toList());
    }

    /** Leaves in {@link #pending} what the association could not take to an answer. */
    private void sendOn(StoreAssociation association) throws InterruptedException {
        Set<DicomFile> proposed = new LinkedHashSet<>(withinOneAssociation());
        while (!pending.isEmpty() && proposed.contains(pending.element())) {
            DicomFile file = pending.element();
            try {
                int status = association.store(file);
                pending.remove();
                answered(file, status);
            } catch (StoreAssociation.Refusal refused) {
                pending.remove();
                put(file.path(), State.REFUSED, OptionalInt.empty(), String.valueOf(refused.getMessage()));
            } catch (IOException lost) {
                if (attempts.merge(file.path(), 1, Integer::sum) >= ATTEMPTS) {
                    pending.remove();
                    put(file.path(), State.UNANSWERED, OptionalInt.empty(), "association lost: " + lost.getMessage());
                }
                return;
            }
            pauseIfDue();
        }
    }

    private void answered(DicomFile file, int status) {
        if (status == Status.Success) {
            stored++;
            put(file.path(), State.STORED, OptionalInt.of(status), "");
        } else {
            put(file.path(), State.REFUSED, OptionalInt.of(status), "status %04XH".formatted(status));
        }
    }

    private void pauseIfDue() throws InterruptedException {
        if (!paused && options.pauseAfter() > 0 && stored >= options.pauseAfter() && !pending.isEmpty()) {
            paused = true;
            options.pause().await();
        }
    }

    private List<DicomFile> withinOneAssociation() {
        Set<String> contexts = new LinkedHashSet<>();
        List<DicomFile> files = new ArrayList<>();
        for (DicomFile file : pending) {
            contexts.add(file.sopClassUid() + " " + file.transferSyntax());
            if (2 * contexts.size() > CONTEXTS) {
                break;
            }
            files.add(file);
        }
        return files;
    }

    private void giveUp(String why) {
        pending.forEach(f -> put(f.path(), State.UNANSWERED, OptionalInt.empty(), why));
        pending.clear();
    }

    private static boolean isOver(long deadline) {
        return System.nanoTime() - deadline >= 0;
    }

    private void put(Path file, State state, OptionalInt status, String detail) {
        outcomes.put(file, new Outcome(file, state, status, detail));
    }
}
