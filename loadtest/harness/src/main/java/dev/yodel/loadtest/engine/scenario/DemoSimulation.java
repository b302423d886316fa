package dev.yodel.loadtest.engine.scenario;

import dev.yodel.loadtest.engine.PreparedRun;
import dev.yodel.loadtest.engine.PreparedRuns;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.run.LoadRun;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import org.jspecify.annotations.Nullable;

/**
 * The demo: chats, calls of the three other kinds, and a chat room, by the {@link DemoPlan}.
 *
 * <p>{@code ./yodel demo} prepares its run. Started by other means, such as {@code mvn gatling:test}, it creates its own: see
 * {@link StandaloneRun}.
 */
public final class DemoSimulation extends Simulation {

    private final @Nullable StandaloneRun standalone;
    private final LoadRun run;

    public DemoSimulation() {
        PreparedRun prepared = PreparedRuns.take();
        if (prepared == null) {
            standalone = StandaloneRun.ofSystemProperties();
            run = standalone.run();
        } else {
            standalone = null;
            run = prepared.run();
        }
        DemoCalls calls = new DemoCalls(run);
        RoomMembers room = new RoomMembers(run, run.plan().request(DemoPlan.ROOM));
        run.note(room::summary);
        setUp(
                        users(DemoPlan.CHAT, calls.chat()),
                        users(DemoPlan.GREET, calls.greet()),
                        users(DemoPlan.EXPAND, calls.expand()),
                        users(DemoPlan.COLLECT, calls.collect()),
                        users(DemoPlan.ROOM, room.behavior()))
                .protocols(Traceparents.sentBy(
                        LongLivedUsers.protocol(run, standalone != null), prepared == null ? null : prepared.trace()))
                .maxDuration(LongLivedUsers.atMost(run.plan()));
    }

    @Override
    public void after() {
        if (standalone != null) {
            standalone.finish();
        }
    }

    private PopulationBuilder users(String name, ChainBuilder behavior) {
        return LongLivedUsers.users(run, name, run.plan().request(name).users(), behavior);
    }
}
