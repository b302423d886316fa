package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;

import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Users, or held streams, of whom as many are active as a profile says. All exist from the start, each with a rank; those
 * above the profile wait until it includes them. Several load generators share one profile: their users have ranks among all.
 */
final class RampedUsers {

    private static final String RANK = "yodel.rank";
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final LoadRun run;
    private final @Nullable Profile profile;
    private final AtomicInteger ranks = new AtomicInteger();

    /** @param profile how many are active over time; null for all */
    RampedUsers(LoadRun run, @Nullable Profile profile) {
        this.run = run;
        this.profile = profile;
    }

    /** How many users, or streams, of all load generators together are active over time; null for all of them. */
    static @Nullable Profile profile(LoadRun run, RequestPlan request) {
        return run.plan().whole().request(request.name()).arrival().profile();
    }

    /** Whether the user of the session may act now. */
    boolean isActive(Session session) {
        return profile == null || session.getLong(RANK) < Math.round(profile.at(run.sinceWindow()));
    }

    /** What users do while they are active, again and again. */
    ChainBuilder whileActive(ChainBuilder behavior) {
        if (profile == null) {
            return behavior;
        }
        return exec(session -> session.set(RANK, run.plan().numberOf(ranks.getAndIncrement())))
                .exec(asLongAs(session -> !run.over())
                        .on(doIfOrElse(this::isActive)
                                .then(behavior)
                                .orElse(pause(session -> untilActive(session.getLong(RANK))))));
    }

    private Duration untilActive(long rank) {
        Duration now = run.sinceWindow();
        Duration next = profile == null ? null : profile.nextAbove(rank + 0.5, now);
        Duration wait = next == null ? run.left() : next.minus(now);
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }
}
