package org.vigie.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigie.ingest.SharedData;

/**
 * What the kernel saw: the pack was forced after an instance was written to it, and its directory after it was made,
 * before the response left.
 */
class FlushBeforeSuccessTest {
    private static final Pattern CALL = Pattern.compile("(\\d+) +(?:<\\.\\.\\. )?(\\w+)(?:\\((\\d+)<([^>]*)>)?(.*)");
    private static final Pattern UID = Pattern.compile("1\\.2\\.6\\.\\d\\.\\d+");
    private static final int IMAGES = 25;

    @TempDir
    Path home;

    @Test
    void everySuccessLeftAfterTheFlush() throws Exception {
        SharedData.require(Files.isExecutable(Path.of("/usr/bin/strace")), "strace");
        Path trace = home.resolve("trace");
        SentImages sent = new SentImages();
        try (ReceiverProcess receiver = new ReceiverProcess(
                        home,
                        "strace",
                        "-f",
                        "-y",
                        "-s",
                        "2048",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=openat,write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync");
                ExecutorService senders = Executors.newFixedThreadPool(2)) {
            var one = senders.submit(() -> sent.send(receiver.port(), "1.2.6.1", IMAGES, 1));
            var other = senders.submit(() -> sent.send(receiver.port(), "1.2.6.2", IMAGES, 2));
            assertThat(one.get()).isZero();
            assertThat(other.get()).isZero();
        }

        Seen seen = new Seen();
        for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
            seen.line(line);
        }
        assertThat(seen.early).as("Success before the flush").isEmpty();
        assertThat(seen.answered).hasSize(2 * IMAGES);
        assertThat(seen.directoryForced)
                .as("directory of the new pack forced before the first record")
                .isTrue();
    }

    /** The state of the disk as far as calls that have returned vouch for it. */
    private static final class Seen {
        private final Set<String> written = new HashSet<>();
        private final Set<String> durable = new HashSet<>();
        private final Map<String, String> begun = new HashMap<>();
        private final Map<String, Set<String>> covered = new HashMap<>();
        private final Set<String> answered = new HashSet<>();
        private final Set<String> early = new HashSet<>();
        private boolean made;
        private boolean directoryForced;

        void line(String line) {
            Matcher call = CALL.matcher(line);
            if (!call.matches()) {
                return;
            }
            String thread = call.group(1);
            boolean resumed = line.contains("<... ");
            boolean unfinished = line.endsWith("<unfinished ...>");
            String file = resumed ? begun.getOrDefault(thread, "") : String.valueOf(call.group(4));
            begun.put(thread, file);
            switch (call.group(2)) {
                case "openat" -> made |= line.contains(".pack\", O_WRONLY|O_CREAT");
                case "fsync" ->
                    directoryForced |= made && written.isEmpty() && !unfinished && file.endsWith("ingest-a");
                case "fdatasync" -> forced(thread, file, resumed, unfinished);
                default -> wrote(line, file, resumed);
            }
        }

        private void forced(String thread, String file, boolean resumed, boolean unfinished) {
            if (!file.endsWith(".pack")) {
                return;
            }
            if (!resumed) {
                covered.put(thread, new HashSet<>(written));
            }
            if (!unfinished) {
                durable.addAll(covered.getOrDefault(thread, Set.of()));
            }
        }

        private void wrote(String line, String file, boolean resumed) {
            if (resumed) {
                return;
            }
            List<String> uids = UID.matcher(line).results().map(r -> r.group()).toList();
            if (file.endsWith(".pack")) {
                written.addAll(uids);
            } else if (file.contains("socket") || file.contains("TCP")) {
                for (String uid : uids) {
                    answered.add(uid);
                    if (!durable.contains(uid)) {
                        early.add(uid);
                    }
                }
            }
        }
    }
}
