package dev.yodel.benchmarks;

import dev.yodel.benchmarks.InTurn.Turn;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Shape;
import java.util.ArrayList;
import java.util.List;

/** What a second of the injector's CPU time is good for, against a bare client under the same load. */
final class InjectorFamily implements Family {

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
                + " users who loop, each with one call or two messages on the way. Through Gatling with the recorder and a"
                + " check of the status. The calls in JSON, with an expression in each, are compared with Gatling's on"
                + " generated stubs.";
    }

    @Override
    public List<Figure> figures(Programs programs, Effort effort) {
        Rounds rounds = new Rounds(programs);
        List<Figure> figures = new ArrayList<>(unary(rounds, programs, effort));
        figures.add(chat(rounds, programs, effort));
        return figures;
    }

    private static List<Figure> unary(Rounds rounds, Programs programs, Effort effort) {
        Load load = load(Shape.UNARY, effort);
        Load toldToGatling = load.with(Manner.toldToGatling());
        Load json = load(Shape.JSON, effort);
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> rounds.bareClient(load, programs::bareServer));
        Turn gatling = turns.add(GATLING, () -> rounds.gatling(load, programs::bareServer));
        Turn writers = turns.add("Gatling, its writers", () -> rounds.gatling(toldToGatling, programs::bareServer));
        Turn dynamic = turns.add("Gatling, JSON", () -> rounds.gatling(json, programs::bareServer));
        turns.run(effort.rounds());
        Standing standing = turns.standing(effort);
        return List.of(
                compare("unary calls per CPU-second", bare, gatling, 0.90, standing),
                compare("the same with Gatling's console and file writers", bare, writers, 0.70, standing),
                compare("the same in JSON, against generated stubs", gatling, dynamic, 0.60, standing));
    }

    private static Figure chat(Rounds rounds, Programs programs, Effort effort) {
        Load load = load(Shape.CHAT, effort);
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> rounds.bareClient(load, programs::bareServer));
        Turn gatling = turns.add(GATLING, () -> rounds.gatling(load, programs::bareServer));
        turns.run(effort.rounds());
        return compare("bidi messages per CPU-second", bare, gatling, 0.85, turns.standing(effort));
    }

    private static Load load(Shape shape, Effort effort) {
        return Load.fullSpeed(shape, USERS, effort.warmUp(), effort.window());
    }

    private static Figure compare(String name, Turn base, Turn yodel, double atLeast, Standing standing) {
        return Figure.ratio(
                name,
                base.series(Round::answersPerCpuSecond),
                yodel.series(Round::answersPerCpuSecond),
                Target.atLeast(atLeast),
                standing);
    }
}
