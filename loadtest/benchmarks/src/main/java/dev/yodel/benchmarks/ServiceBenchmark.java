package dev.yodel.benchmarks;

import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Workload;
import java.util.ArrayList;
import java.util.List;

/** What a call and a message cost the service, against a bare server under the same load. */
final class ServiceBenchmark implements Benchmark {

    private static final int USERS = 128;

    @Override
    public String name() {
        return "service";
    }

    @Override
    public String meaning() {
        return "CPU time of the server process per answer, driven by the bare client with " + USERS
                + " calls, or chats with one message on the way each. The service has all that it ships with: metrics"
                + " with histograms, health, reflection, channelz, Behavior.";
    }

    @Override
    public List<Figure> figures(Launcher programs, RunSettings effort) {
        List<Figure> figures = new ArrayList<>();
        figures.add(compare(programs, effort, Workload.UNARY, "server CPU per unary call, µs", Threshold.atMost(1.10)));
        figures.add(compare(programs, effort, Workload.CHAT, "server CPU per bidi message, µs", Threshold.atMost(1.15)));
        return figures;
    }

    private static Figure compare(Launcher programs, RunSettings effort, Workload shape, String name, Threshold target) {
        Load load = Load.fullSpeed(shape, USERS, effort.warmUp(), Load.UNTIL_TOLD);
        Rounds rounds = new Rounds(programs);
        Interleaving turns = new Interleaving();
        Candidate bare = turns.add(shape + " bare server", () -> rounds.bareContender(load, programs::bareServer));
        Candidate yodel = turns.add(shape + " Yodel service", () -> rounds.bareContender(load, programs::yodelServer));
        turns.run(effort);
        return Figure.ratio(
                name,
                bare.values(Round::serverMicrosPerAnswer),
                yodel.values(Round::serverMicrosPerAnswer),
                target,
                effort.standing());
    }
}
