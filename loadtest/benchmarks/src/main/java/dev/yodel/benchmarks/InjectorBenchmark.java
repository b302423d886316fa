package dev.yodel.benchmarks;

import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Workload;
import java.util.ArrayList;
import java.util.List;

/** What a second of the injector's CPU time is good for, against a bare client under the same load. */
final class InjectorBenchmark implements Benchmark {

    private static final int USERS = 128;
    private static final String BARE = "bare client";
    private static final String GATLING = "Gatling";

    @Override
    public String name() {
        return "injector";
    }

    @Override
    public String meaning() {
        return "Answers per second of CPU time of the client process, against the bare server, by " + USERS
                + " users who loop, each with one call or message on the way. Through Gatling with the recorder and a"
                + " check of the status. The calls in JSON, with an expression in each, are compared with Gatling's on"
                + " generated stubs; so are those of users who make one call and leave, each replaced by a new one.";
    }

    @Override
    public List<Figure> figures(Launcher programs, RunSettings effort) {
        Rounds rounds = new Rounds(programs);
        List<Figure> figures = new ArrayList<>(unary(rounds, programs, effort));
        figures.addAll(chat(rounds, programs, effort));
        return figures;
    }

    private static List<Figure> unary(Rounds rounds, Launcher programs, RunSettings effort) {
        Load load = load(Workload.UNARY, effort);
        Load toldToGatling = load.with(Manner.toldToGatling());
        Load visit = load(Workload.VISIT, effort);
        Load json = load(Workload.JSON, effort);
        Interleaving turns = new Interleaving();
        Candidate bare = turns.add(BARE, () -> rounds.bareContender(load, programs::bareServer));
        Candidate gatling = turns.add(GATLING, () -> rounds.gatlingContender(load, programs::bareServer));
        Candidate writers =
                turns.add("Gatling, its writers", () -> rounds.gatlingContender(toldToGatling, programs::bareServer));
        Candidate dynamic = turns.add("Gatling, JSON", () -> rounds.gatlingContender(json, programs::bareServer));
        Candidate visits = turns.add("Gatling, a user a call", () -> rounds.gatlingContender(visit, programs::bareServer));
        turns.run(effort);
        Validity standing = effort.standing();
        return List.of(
                compare("unary calls per CPU-second", bare, gatling, Threshold.atLeast(0.90), standing),
                compare(
                        "the same with Gatling's console and file writers",
                        bare,
                        writers,
                        Threshold.atLeast(0.70),
                        standing),
                compare("the same in JSON, against generated stubs", gatling, dynamic, Threshold.atLeast(0.60), standing),
                compare(
                        "the same with a new user for each call, against users who loop",
                        gatling,
                        visits,
                        Threshold.NONE,
                        standing));
    }

    private static List<Figure> chat(Rounds rounds, Launcher programs, RunSettings effort) {
        Load inStep = load(Workload.CHAT, effort);
        return List.of(
                chat("bidi messages per CPU-second", inStep, Threshold.atLeast(0.85), rounds, programs, effort),
                chat(
                        "the same with two on the way each",
                        inStep.with(Manner.onTheWay(2)),
                        Threshold.NONE,
                        rounds,
                        programs,
                        effort));
    }

    private static Figure chat(String name, Load load, Threshold target, Rounds rounds, Launcher programs, RunSettings effort) {
        Interleaving turns = new Interleaving();
        Candidate bare = turns.add(BARE, () -> rounds.bareContender(load, programs::bareServer));
        Candidate gatling = turns.add(GATLING, () -> rounds.gatlingContender(load, programs::bareServer));
        turns.run(effort);
        return compare(name, bare, gatling, target, effort.standing());
    }

    private static Load load(Workload shape, RunSettings effort) {
        return Load.fullSpeed(shape, USERS, effort.warmUp(), Load.UNTIL_TOLD);
    }

    private static Figure compare(String name, Candidate base, Candidate yodel, Threshold target, Validity standing) {
        return Figure.ratio(
                name,
                base.values(Round::answersPerCpuSecond),
                yodel.values(Round::answersPerCpuSecond),
                target,
                standing);
    }
}
