package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.Round;
import java.util.List;

/** The CPU cost of the Yodel service per call and per message, compared with the bare server. */
final class ServiceBenchmark implements Benchmark {

    private static final int USERS = 128;

    @Override
    public String name() {
        return "service";
    }

    @Override
    public String description() {
        return "CPU time of the server process per answer. The bare client keeps " + USERS
                + " calls in flight, or as many chats with one message in flight each. The service runs with everything that it"
                + " ships with: metrics with histograms, health, reflection, channelz, Behavior.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        return List.of(
                compare(Workload.UNARY, "server CPU per unary call, µs", Threshold.atMost(1.12), launcher, settings),
                compare(Workload.CHAT, "server CPU per bidi message, µs", Threshold.atMost(1.06), launcher, settings));
    }

    private static Figure compare(
            Workload workload, String name, Threshold threshold, Launcher launcher, RunSettings settings) {
        Load load = Load.fullSpeed(workload, USERS, settings.warmUp(), Load.UNTIL_INPUT_ENDS);
        Candidate bare = Candidate.bareClient(workload + " bare server", launcher, load, launcher::bareServer);
        Candidate yodel = Candidate.bareClient(workload + " Yodel service", launcher, load, launcher::yodelServer);
        Interleaving.bySlices(settings.rounds(), settings.window(), List.of(bare, yodel));
        return Figure.ratio(
                name,
                bare.values(Round::serverMicrosPerAnswer),
                yodel.values(Round::serverMicrosPerAnswer),
                threshold,
                settings.validity());
    }
}
