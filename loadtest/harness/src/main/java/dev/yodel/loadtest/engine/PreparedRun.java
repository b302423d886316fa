package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.plan.TraceShare;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.run.LoadRun;
import org.jspecify.annotations.Nullable;

/**
 * A run that a command has prepared for a simulation.
 *
 * @param run the run
 * @param token the token of its calls; null for none
 * @param trace how many of its calls are traced; null for none
 */
public record PreparedRun(
        LoadRun run, @Nullable BearerToken token, @Nullable TraceShare trace) {}
