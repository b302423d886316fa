package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Round;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The bare client and Gatling under the same load. */
record ClientPair(Candidate bare, Candidate gatling) {

    static ClientPair of(Launcher launcher, Load load, Supplier<ServerProcess> server) {
        return of(launcher, load, load, server);
    }

    static ClientPair of(Launcher launcher, Load bareLoad, Load gatlingLoad, Supplier<ServerProcess> server) {
        return new ClientPair(
                Candidate.bareClient("bare client", launcher, bareLoad, server),
                Candidate.gatling("Gatling", launcher, gatlingLoad, server));
    }

    List<Candidate> both() {
        return List.of(bare, gatling);
    }

    /** A figure without a threshold. */
    Figure shown(String name, ToDoubleFunction<Round> value) {
        return beside(name, value, Threshold.NONE, Validity.VALID);
    }

    /** A figure whose value for Gatling is judged. */
    Figure beside(String name, ToDoubleFunction<Round> value, Threshold threshold, Validity validity) {
        return Figure.beside(name, bare.values(value), gatling.values(value), threshold, validity);
    }

    /** A figure whose ratio is judged. */
    Figure ratio(String name, ToDoubleFunction<Round> value, Threshold threshold, Validity validity) {
        return Figure.ratio(name, bare.values(value), gatling.values(value), threshold, validity);
    }
}
