package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.run.LoadRun;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs that a command has prepared for a simulation. Gatling creates a simulation by its class name and passes it nothing:
 * a run stays here from just before Gatling starts until the constructor of the simulation takes it. Thread-safe.
 */
public final class PreparedRuns {

    private static final String PROPERTY = "yodel.run";
    private static final ConcurrentMap<String, LoadRun> RUNS = new ConcurrentHashMap<>();

    private PreparedRuns() {}

    /** Prepares the run for the simulation that is started next. */
    static void put(LoadRun run) {
        RUNS.put(run.runId(), run);
        System.setProperty(PROPERTY, run.runId());
    }

    /** The prepared run; null if the simulation was not started by a command. */
    public static @Nullable LoadRun take() {
        String runId = System.getProperty(PROPERTY);
        return runId == null ? null : RUNS.remove(runId);
    }
}
