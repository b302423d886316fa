package dev.yodel.benchmarks.rooms;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Posts at a rate, or whenever a post has come back to its sender, with a number of posts in flight. */
final class RoomPoster {

    private final RoomMember member;
    private final int perSecond;
    private final int inFlight;
    private @Nullable ScheduledExecutorService timer;
    private volatile boolean stopped;

    /** @param perSecond posts per second; 0 posts whenever one has come back */
    RoomPoster(RoomMember member, int perSecond, int inFlight) {
        this.member = member;
        this.perSecond = perSecond;
        this.inFlight = inFlight;
    }

    void start() {
        if (perSecond > 0) {
            timer = Executors.newSingleThreadScheduledExecutor();
            ScheduledFuture<?> unused =
                    timer.scheduleAtFixedRate(member::post, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
            return;
        }
        for (int i = 0; i < inFlight; i++) {
            member.post();
        }
    }

    void cameBack() {
        if (perSecond == 0 && !stopped) {
            member.post();
        }
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
