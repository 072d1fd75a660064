package org.vigie.ingest.dicom;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Runs tasks one after the other on threads of another executor, of which it holds one while there is work. */
final class InTurn implements Executor {
    private static final Logger LOG = Logger.getLogger(InTurn.class);

    private final Executor threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    InTurn(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::runAll);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            runAll();
        }
    }

    private void runAll() {
        while (true) {
            Runnable next;
            synchronized (waiting) {
                next = waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                // Those behind it are answered all the same.
                LOG.errorf(e, "an answer failed");
            }
        }
    }
}
