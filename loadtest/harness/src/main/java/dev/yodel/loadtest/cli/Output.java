package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.TraceShare;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the result of a run goes, and what it is called.
 *
 * @param out the result folder; null for a new one below {@code yodel-results}
 * @param overwrite whether it may have an earlier result, which the run then replaces
 * @param live whether to serve the report during the run
 * @param livePort the port of live metrics; null for the well-known one or, if taken, any
 * @param linger how long live metrics stay after the run, until they are scraped once; null for the default
 * @param receiver where to push metrics; null for nowhere
 * @param trace how many calls are traced; null for none
 * @param name the name of the run; null without one
 * @param labels the labels of the run
 */
record Output(
        @Nullable Path out,
        boolean overwrite,
        boolean live,
        @Nullable Integer livePort,
        @Nullable Duration linger,
        @Nullable URI receiver,
        @Nullable TraceShare trace,
        @Nullable String name,
        Map<String, String> labels) {}
