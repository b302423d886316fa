package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import java.util.concurrent.RejectedExecutionException;

/** Makes unary calls at a constant rate, whether or not those before have ended: late ones at once. */
final class ScheduledUser implements Runnable {

    private static final double NANOS = 1e9;

    /** How many calls in one go, before answers are read. */
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
        if (client.over()) {
            return;
        }
        try {
            sendAllDue();
        } catch (RejectedExecutionException e) {
            // The run ended between the look at it and here.
        }
    }

    private void sendAllDue() {
        for (int i = 0; i < BURST; i++) {
            long due = dueNanos();
            long now = System.nanoTime();
            if (due > now) {
                client.later(this, due - now);
                return;
            }
            calls++;
            user.callDue(due, now);
        }
        client.later(this, 0);
    }

    private long dueNanos() {
        long warm = Math.min(calls, load.warmUp());
        double seconds =
                warm / load.warmUpRate() + (calls - warm) / load.manner().rate();
        return startNanos + (long) (seconds * NANOS);
    }
}
