package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.run.LoadRun;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs that a command has prepared and their simulation has not yet taken: Gatling makes a simulation by its class name
 * alone, so that nothing can be handed to it. A run is here from just before Gatling starts until the simulation's
 * constructor takes it. Thread-safe.
 */
public final class PreparedRuns {

    private static final String PROPERTY = "yodel.run";
    private static final ConcurrentMap<String, LoadRun> RUNS = new ConcurrentHashMap<>();

    private PreparedRuns() {}

    /** Leaves the run for the simulation that is started next. */
    public static void put(LoadRun run) {
        RUNS.put(run.runId(), run);
        System.setProperty(PROPERTY, run.runId());
    }

    /** The run that was left; null if the simulation was started by somebody else. */
    public static @Nullable LoadRun take() {
        String runId = System.getProperty(PROPERTY);
        return runId == null ? null : RUNS.remove(runId);
    }
}
