package dev.yodel.benchmarks;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.round.PausableClient;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.gatling.MeasuredSimulation;
import dev.yodel.benchmarks.load.Load;
import java.util.function.Supplier;

/** Plays single rounds: a new server, a new client, one window. */
record Rounds(Launcher programs) {

    Round bareClient(Load load, Supplier<ServerProcess> start) {
        try (ServerProcess server = start.get();
                ChildProcess client = programs.bareClient(server.aim(load))) {
            return Round.of(client, server);
        }
    }

    Round gatling(Load load, Supplier<ServerProcess> start) {
        return gatling(load, start, Round::of);
    }

    /** Through Gatling, followed in a way of its own. */
    <T> T gatling(Load load, Supplier<ServerProcess> start, Follow<T> follow) {
        try (ServerProcess server = start.get();
                ChildProcess client = programs.gatling(MeasuredSimulation.class, server.aim(load))) {
            return follow.follow(client, server);
        }
    }

    /** A bare client to be run in slices. */
    PausableClient bareContender(Load load, Supplier<ServerProcess> start) {
        return PausableClient.start(start, server -> programs.bareClient(server.aim(load)));
    }

    /** Gatling to be run in slices. */
    PausableClient gatlingContender(Load load, Supplier<ServerProcess> start) {
        return PausableClient.start(start, server -> programs.gatling(MeasuredSimulation.class, server.aim(load)));
    }

    /** Both at the same time, against one server: whatever the machine does meanwhile, it does to both. */
    Pair together(Load bare, Load gatling, Supplier<ServerProcess> start) {
        try (ServerProcess server = start.get();
                ChildProcess yodel = programs.gatling(MeasuredSimulation.class, server.aim(gatling))) {
            yodel.await(" started"); // it takes longer to come up
            try (ChildProcess other = programs.bareClient(server.aim(bare))) {
                Round.Begun otherBegun = Round.Begun.of(other, server);
                Round.Begun yodelBegun = Round.Begun.of(yodel, server);
                return new Pair(otherBegun.end(), yodelBegun.end());
            }
        }
    }

    /** What two clients showed in windows that are nearly the same. The CPU time of the server is for both of them. */
    record Pair(Round bare, Round yodel) {}

    /** Follows a client through its run. */
    @FunctionalInterface
    interface Follow<T> {

        T follow(ChildProcess client, ServerProcess server);
    }
}
