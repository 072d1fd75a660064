package org.vigie.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** SOP Instance UIDs written and not yet durable: the same UID meanwhile waits for what becomes of them. */
final class UnderWay {
    /** A sender that waits for ever would never send it to anybody else. */
    volatile Duration longestWait = Duration.ofSeconds(30);

    private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

    /** One instance has the turn of its UID until {@link #end}, from whatever thread. */
    final class Turn {
        private final String uid;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        private Turn(String uid) {
            this.uid = uid;
        }

        void end() {
            turns.remove(uid, this);
            over.complete(null);
        }

        private void await() throws IOException {
            try {
                over.copy()
                        .orTimeout(longestWait.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } catch (CompletionException late) {
                throw new IOException("the same instance is being stored for too long");
            }
        }
    }

    /** @throws IOException if the same UID is under way for too long */
    Turn begin(String uid) throws IOException {
        Turn turn = new Turn(uid);
        for (Turn other = turns.putIfAbsent(uid, turn); other != null; other = turns.putIfAbsent(uid, turn)) {
            other.await();
        }
        return turn;
    }
}
