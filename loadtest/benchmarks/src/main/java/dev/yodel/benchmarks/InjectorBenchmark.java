package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Options;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.Round;
import java.util.ArrayList;
import java.util.List;

/** The throughput per CPU-second of the load generator (injector), compared with the bare client. */
final class InjectorBenchmark implements Benchmark {

    private static final int USERS = 128;

    @Override
    public String name() {
        return "injector";
    }

    @Override
    public String description() {
        return "Answers per second of CPU time of the client process, against the bare server, with " + USERS
                + " looping users that each keep one call or message in flight. Gatling runs with the recorder and a check of"
                + " the status. JSON calls, with an expression in each message, and users that make one call and leave, each"
                + " replaced by a new one, are compared with Gatling's looping users on generated stubs.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>(unary(launcher, settings));
        Load chat = load(Workload.CHAT, settings);
        Load twoInFlight = chat.with(Options.withInFlight(2));
        figures.add(chat("bidi messages per CPU-second", chat, Threshold.atLeast(0.85), launcher, settings));
        figures.add(chat("bidi, two messages in flight per stream", twoInFlight, Threshold.NONE, launcher, settings));
        return figures;
    }

    private static List<Figure> unary(Launcher launcher, RunSettings settings) {
        Load load = load(Workload.UNARY, settings);
        ClientPair pair = ClientPair.of(launcher, load, launcher::bareServer);
        Candidate bare = pair.bare();
        Candidate gatling = pair.gatling();
        Candidate writers = gatling("Gatling, its writers", load.with(Options.withGatlingStats()), launcher);
        Candidate json = gatling("Gatling, JSON", load(Workload.JSON, settings), launcher);
        Candidate newUsers = gatling("Gatling, new users", load(Workload.NEW_USERS, settings), launcher);
        Interleaving.bySlices(settings.rounds(), settings.window(), List.of(bare, gatling, writers, json, newUsers));
        Validity validity = settings.validity();
        return List.of(
                ratio("unary calls per CPU-second", bare, gatling, Threshold.atLeast(0.90), validity),
                ratio(
                        "unary, with Gatling's console and file writers",
                        bare,
                        writers,
                        Threshold.atLeast(0.70),
                        validity),
                ratio("unary in JSON, against generated stubs", gatling, json, Threshold.atLeast(0.60), validity),
                ratio(
                        "unary, a new user per call, against looping users",
                        gatling,
                        newUsers,
                        Threshold.NONE,
                        validity));
    }

    private static Figure chat(String name, Load load, Threshold threshold, Launcher launcher, RunSettings settings) {
        ClientPair pair = ClientPair.of(launcher, load, launcher::bareServer);
        Interleaving.bySlices(settings.rounds(), settings.window(), pair.both());
        return pair.ratio(name, Round::answersPerCpuSecond, threshold, settings.validity());
    }

    private static Candidate gatling(String name, Load load, Launcher launcher) {
        return Candidate.gatling(name, launcher, load, launcher::bareServer);
    }

    private static Load load(Workload workload, RunSettings settings) {
        return Load.fullSpeed(workload, USERS, settings.warmUp(), Load.UNTIL_INPUT_ENDS);
    }

    private static Figure ratio(String name, Candidate base, Candidate other, Threshold threshold, Validity validity) {
        return new ClientPair(base, other).ratio(name, Round::answersPerCpuSecond, threshold, validity);
    }
}
