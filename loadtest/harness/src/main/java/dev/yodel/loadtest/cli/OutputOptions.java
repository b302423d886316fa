package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.TraceShare;
import dev.yodel.loadtest.result.RunInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where results and live metrics go. */
final class OutputOptions {

    private static final Duration MOST_LINGER = Duration.ofMinutes(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for the results (report.html, result.json and more). Default: a new one in yodel-results.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace an earlier result in the folder of --out.")
    private boolean overwrite;

    @Option(
            names = "--live",
            description = "Serve the report during the run, as a page on this machine, and print its address.")
    private boolean live;

    @Option(
            names = "--live-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Port of the load generator's Prometheus metrics and of --live; 0 picks a free one. "
                    + "Default: 9465, or a free one if that is in use.")
    private @Nullable Integer livePort;

    @Option(
            names = "--linger",
            paramLabel = "TIME",
            description = "Maximum time to keep serving those metrics after the run; the next scrape ends it. "
                    + "Default: 15s if they were scraped before, else 0s.")
    private @Nullable Duration linger;

    @Option(
            names = "--push-otlp",
            paramLabel = "URL",
            description =
                    "Push those metrics to a receiver of OTLP over HTTP, for example http://localhost:4318, every 5s"
                            + " and at the end. Default: not.")
    private @Nullable String receiver;

    @Option(
            names = "--trace",
            paramLabel = "SHARE",
            description = "Begin a trace (W3C traceparent) with this share of calls, for example 1%%; the slowest calls"
                    + " name theirs. Default: none.")
    private @Nullable String trace;

    @Option(names = "--name", paramLabel = "NAME", description = "A name for the run, printed in all results.")
    private @Nullable String name;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label for the run, such as commit=4fe1c90, printed in all results. May be repeated.")
    private Map<String, String> labels = new TreeMap<>();

    OutputOptions() {}

    Output output() {
        try {
            var unused = RunInfo.of("unknown", name, labels);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
        }
        if (linger != null && linger.compareTo(MOST_LINGER) > 0) {
            throw new ParameterException(command.commandLine(), "--linger: more than 10m (expected: 0s to 10m)");
        }
        return new Output(out, overwrite, live, livePort, linger, receiver(), traced(), name, labels);
    }

    private @Nullable URI receiver() {
        if (receiver == null) {
            return null;
        }
        try {
            URI url = new URI(receiver);
            if (String.valueOf(url.getScheme()).matches("https?") && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the same as below
        }
        throw new ParameterException(
                command.commandLine(),
                "--push-otlp: %s (expected: a URL, such as http://localhost:4318)".formatted(receiver));
    }

    private @Nullable TraceShare traced() {
        try {
            return trace == null ? null : TraceShare.parse(trace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--trace: " + e.getMessage(), e);
        }
    }
}
