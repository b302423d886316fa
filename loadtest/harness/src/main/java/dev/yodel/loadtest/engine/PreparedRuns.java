package dev.yodel.loadtest.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs that a command has prepared for a simulation. Gatling creates a simulation by its class name and passes it nothing:
 * a run stays here from just before Gatling starts until the constructor of the simulation takes it. Thread-safe.
 */
public final class PreparedRuns {

    private static final String PROPERTY = "yodel.run";
    private static final ConcurrentMap<String, PreparedRun> RUNS = new ConcurrentHashMap<>();

    private PreparedRuns() {}

    /** Prepares the run for the simulation that is started next. */
    static void put(PreparedRun prepared) {
        String runId = prepared.run().runId();
        RUNS.put(runId, prepared);
        System.setProperty(PROPERTY, runId);
    }

    /** The prepared run; null if the simulation was not started by a command. */
    public static @Nullable PreparedRun take() {
        String runId = System.getProperty(PROPERTY);
        return runId == null ? null : RUNS.remove(runId);
    }
}
