package dev.yodel.benchmarks.round;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * The order in which candidates run: interleaved, and reversed every other time (A B B A), so a machine that is slow for
 * a while is slow for all of them. Each round takes new processes, so the range includes what a JVM happens to compile
 * well or badly.
 */
public final class Interleaving {

    private static final Duration SLICE = Duration.ofMillis(500);

    private Interleaving() {}

    /**
     * Interleaves time slices of half a second, for programs at full speed that share a core. In each round all
     * candidates are up and warm, and one client runs while the others are paused.
     *
     * @param window how long each client runs in a round, all slices together
     */
    public static void bySlices(int rounds, Duration window, List<Candidate> candidates) {
        for (int i = 0; i < rounds; i++) {
            runSlices(window.dividedBy(SLICE), candidates);
        }
    }

    private static void runSlices(long slices, List<Candidate> candidates) {
        List<PausableClient> clients = new ArrayList<>();
        try {
            candidates.forEach(candidate -> clients.add(candidate.startPaused()));
            List<PausableClient> order = new ArrayList<>(clients);
            for (long slice = 0; slice < slices; slice++) {
                order.forEach(client -> client.run(SLICE));
                Collections.reverse(order);
            }
            for (int i = 0; i < clients.size(); i++) {
                candidates.get(i).add(clients.get(i).end());
            }
        } finally {
            clients.forEach(PausableClient::close);
        }
    }

    /** Interleaves whole rounds, one candidate at a time. */
    public static void byRounds(int rounds, List<Candidate> candidates, Function<Candidate, Round> run) {
        List<Candidate> order = new ArrayList<>(candidates);
        for (int i = 0; i < rounds; i++) {
            order.forEach(candidate -> candidate.add(run.apply(candidate)));
            Collections.reverse(order);
        }
    }

    /**
     * Runs two clients at the same time against one server, so disturbances of the machine affect both. Their windows are
     * nearly the same. The server's CPU time in each round is that for both.
     */
    public static void concurrently(int rounds, Candidate bare, Candidate gatling) {
        for (int i = 0; i < rounds; i++) {
            List<Round> both = Candidate.runTogether(bare, gatling);
            bare.add(both.get(0));
            gatling.add(both.get(1));
        }
    }
}
