package dev.yodel.loadtest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.compare.Comparison;
import dev.yodel.loadtest.compare.Difference;
import dev.yodel.loadtest.compare.RunIntervals;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.report.console.ComparisonText;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.report.json.SavedResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yodel compare}: runs of two versions against each other. */
@Command(
        name = "compare",
        customSynopsis = "./yodel compare BASE... [vs] NEW... [--max-regression SHARE]",
        description = {
            "Compares the latencies of two runs, or of several on each side: for each request and percentile the change, with"
                    + " a confidence interval.",
            "Each side needs at least 10 s of measurement of the same request.",
            "With more than one run on a side, 'vs' separates them: ./yodel compare main-1 main-2 main-3 vs new-1 new-2 new-3."
        },
        footer = {
            "",
            "Exit codes: 0 no regression is shown; 2 bad input; 3 a percentile rose by more than --max-regression, and its"
                    + " confidence interval does not contain 'no change'; 4 none did, but --max-regression was given and a run is SUSPECT."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {

    private static final String SEPARATOR = "vs";
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)%");
    private static final double DEFAULT_MOST = 0.05;

    /** Equal input gives equal output. */
    private static final long SEED = 20_260_301;

    private static final List<Latency> COMPARED =
            List.of(Latency.RESPONSE_TIME, Latency.ROUND_TRIP, Latency.FIRST_MESSAGE);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "2..*",
            paramLabel = "DIR",
            description = "Result folders (--out): BASE, those of the base; NEW, those of the new version.")
    private List<String> folders = new ArrayList<>();

    @Option(
            names = "--max-regression",
            paramLabel = "SHARE",
            description = "How much slower a percentile may become. Default: 5%%.")
    private @Nullable String most;

    @Override
    public Integer call() throws RunFailedException {
        double share = share();
        int middle = folders.indexOf(SEPARATOR);
        if (middle < 0 && folders.size() != 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%d folders (expected: two, or 'vs' between those of base and new)".formatted(folders.size()));
        }
        List<String> old = middle < 0 ? folders.subList(0, 1) : folders.subList(0, middle);
        List<String> now = middle < 0 ? folders.subList(1, 2) : folders.subList(middle + 1, folders.size());
        if (old.isEmpty() || now.isEmpty() || now.contains(SEPARATOR)) {
            throw new ParameterException(
                    spec.commandLine(), "%s (expected: BASE... vs NEW...)".formatted(String.join(" ", folders)));
        }
        Side base = Side.read(old);
        Side fresh = Side.read(now);
        List<Difference> differences = Comparison.of(base.intervals(), fresh.intervals(), tags(base), SEED);
        if (differences.isEmpty()) {
            throw RunFailedException.badInput(
                    "nothing to compare: no request has 10 s of latencies on both sides (expected: longer runs of the same"
                            + " requests)");
        }
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        console.print(new ComparisonText(share).text(base.verdicts(), fresh.verdicts(), differences));
        if (differences.stream().anyMatch(difference -> difference.isRegression(share))) {
            return ExitCode.MISSED;
        }
        boolean suspect = !base.isValid() || !fresh.isValid();
        return suspect && most != null ? ExitCode.SUSPECT : ExitCode.OK;
    }

    private double share() {
        if (most == null) {
            return DEFAULT_MOST;
        }
        Matcher percent = SHARE.matcher(most);
        if (!percent.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--max-regression: %s (expected: a share such as 5%%)".formatted(most));
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    private static List<String> tags(Side base) {
        List<String> tags = new ArrayList<>();
        for (JsonNode request : base.results().get(0).json().get("requests")) {
            for (Latency latency : COMPARED) {
                tags.add(LatencyLog.tag(request.get("name").asText(), latency.field()));
            }
        }
        return tags;
    }

    /** The runs of one version. */
    private record Side(List<SavedResult> results, List<RunIntervals> intervals) {

        static Side read(List<String> folders) throws RunFailedException {
            List<SavedResult> results = new ArrayList<>();
            List<RunIntervals> intervals = new ArrayList<>();
            for (String folder : folders) {
                try {
                    SavedResult result = SavedResult.read(Path.of(folder));
                    RunIntervals run = new RunIntervals();
                    LatencyLog.read(result.latencies(), run::add);
                    results.add(result);
                    intervals.add(run);
                } catch (IllegalArgumentException e) {
                    throw RunFailedException.badInput(String.valueOf(e.getMessage()));
                } catch (IOException e) {
                    throw RunFailedException.badInput("%s: %s".formatted(folder, e.getMessage()));
                }
            }
            return new Side(results, intervals);
        }

        List<String> verdicts() {
            return results.stream()
                    .map(result -> result.title() + " "
                            + result.json().at("/verdict/status").asText())
                    .toList();
        }

        boolean isValid() {
            return results.stream()
                    .allMatch(result ->
                            result.json().at("/verdict/status").asText().equals("VALID"));
        }
    }
}
