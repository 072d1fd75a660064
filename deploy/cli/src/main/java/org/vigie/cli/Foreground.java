package org.vigie.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stays until Ctrl-C or SIGTERM, starts again what dies meanwhile, then stops everything in order. */
public final class Foreground {
    private final Stack stack;
    private final PrintWriter out;
    private final CountDownLatch stopping = new CountDownLatch(1);

    public Foreground(Stack stack, PrintWriter out) {
        this.stack = stack;
        this.out = out;
    }

    /**
     * From now on, the end of this process is the end of all of them.
     *
     * @param afterwards runs when all have stopped
     */
    public Foreground stopAtExit(Runnable afterwards) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.countDown();
            stack.down();
            afterwards.run();
            out.println("stopped");
            out.flush();
        }));
        return this;
    }

    /** Returns when it is told to stop, here or by another process. */
    public void stay(List<Component> components, Installation installation, Secrets secrets)
            throws InterruptedException {
        Map<Component, Integer> deaths = new EnumMap<>(Component.class);
        Map<Component, Long> notBefore = new EnumMap<>(Component.class);
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            if (stack.isToldToStop()) {
                out.println("stopped by 'vigie down'");
                out.flush();
                return;
            }
            for (Component component : components) {
                long now = System.nanoTime();
                boolean due = now - notBefore.getOrDefault(component, now) >= 0;
                if (due && stopping.getCount() > 0 && stack.running(component).isEmpty()) {
                    int seconds = Math.min(30, 1 << Math.min(5, deaths.merge(component, 1, Integer::sum)));
                    notBefore.put(component, now + TimeUnit.SECONDS.toNanos(seconds));
                    out.println(component.id() + " has ended unexpectedly and is started again; see "
                            + stack.log(component));
                    out.flush();
                    stack.start(component, installation, secrets);
                }
            }
        }
    }
}
