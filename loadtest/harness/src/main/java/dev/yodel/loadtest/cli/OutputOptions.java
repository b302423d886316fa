package dev.yodel.loadtest.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every load that say where its figures go. */
final class OutputOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write result.json and latencies.hlog. Default: a new folder in yodel-results.")
    private @Nullable Path out;

    @Option(
            names = "--live-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Port of this program's metrics; 0 takes a free one. Default: 9465, or a free one.")
    private @Nullable Integer livePort;

    OutputOptions() {}

    /** The folder asked for; null for a new one below {@code yodel-results}. */
    @Nullable
    Path out() {
        return out;
    }

    /** The port asked for; null for the well-known one or, if taken, any. */
    @Nullable
    Integer livePort() {
        return livePort;
    }
}
