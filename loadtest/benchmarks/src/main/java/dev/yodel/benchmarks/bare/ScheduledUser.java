package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import java.util.concurrent.RejectedExecutionException;

/** A user that makes unary calls on a schedule at a constant rate, independent of the answers. Overdue calls start at once. */
final class ScheduledUser implements Runnable {

    private static final double NANOS = 1e9;

    /** The most calls in a row, before the thread reads answers. */
    private static final int BURST = 64;

    private final BareClient client;
    private final Load load;
    private final UnaryUser user;
    private final long startNanos = System.nanoTime();
    private long calls;

    ScheduledUser(BareClient client, Load load) {
        this.client = client;
        this.load = load;
        user = new UnaryUser(client, load);
    }

    @Override
    public void run() {
        if (client.finished()) {
            return;
        }
        try {
            sendAllDue();
        } catch (RejectedExecutionException e) {
            // The run has finished since the check above.
        }
    }

    private void sendAllDue() {
        for (int i = 0; i < BURST; i++) {
            long due = dueNanos();
            long now = System.nanoTime();
            if (due > now) {
                client.schedule(this, due - now);
                return;
            }
            calls++;
            user.callScheduled(due, now);
        }
        client.schedule(this, 0);
    }

    private long dueNanos() {
        long inWarmUp = Math.min(calls, load.warmUp());
        double seconds = inWarmUp / load.warmUpRate()
                + (calls - inWarmUp) / load.options().rate();
        return startNanos + (long) (seconds * NANOS);
    }
}
