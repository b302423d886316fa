package dev.yodel.loadtest.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results and live metrics go. */
final class OutputOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for result.json and latencies.hlog. Default: a new one in yodel-results.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace an earlier result in the folder of --out.")
    private boolean overwrite;

    @Option(
            names = "--live-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Port of the load generator's Prometheus metrics during the run; 0 picks a free one. "
                    + "Default: 9465, or a free one if that is in use.")
    private @Nullable Integer livePort;

    OutputOptions() {}

    /** The folder asked for; null for a new one below {@code yodel-results}. */
    @Nullable
    Path out() {
        return out;
    }

    /** Whether the folder asked for may have an earlier result, which the run then replaces. */
    boolean overwrite() {
        return overwrite;
    }

    /** The port asked for; null for the well-known one or, if taken, any. */
    @Nullable
    Integer livePort() {
        return livePort;
    }
}
