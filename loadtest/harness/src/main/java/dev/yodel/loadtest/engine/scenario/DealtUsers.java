package dev.yodel.loadtest.engine.scenario;

import static io.gatling.javaapi.core.CoreDsl.exec;

import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.LoadPlan;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few users, on all load generators together, who share the calls of one schedule: its due times are dealt out to them, so
 * that together they have exactly those of one user.
 */
final class DealtUsers {

    private static final String RANK = "yodel.dealt";

    private final LoadPlan plan;
    private final int users;
    private final AtomicLong ranks = new AtomicLong();

    /** @param users how many of them this load generator has */
    DealtUsers(LoadPlan plan, int users) {
        this.plan = plan;
        this.users = users;
    }

    /** What a user does, once it has its place. */
    ChainBuilder placed(ChainBuilder behavior) {
        return exec(session -> session.set(RANK, ranks.getAndIncrement())).exec(behavior);
    }

    /** Its part of the schedule. */
    Schedule deal(Schedule all) {
        return all.dealt(session -> plan.numberOf(session.getLong(RANK)), (long) users * plan.injectors());
    }
}
