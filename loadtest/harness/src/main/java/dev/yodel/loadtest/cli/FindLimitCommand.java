package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.report.console.LimitText;
import dev.yodel.loadtest.run.RunId;
import dev.yodel.loadtest.search.Limit;
import dev.yodel.loadtest.search.LimitSearch;
import dev.yodel.loadtest.search.Point;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code yodel find-limit}: the highest rate that keeps the expectations. */
@Command(
        name = "find-limit",
        customSynopsis = "./yodel find-limit TARGET --call METHOD --expect EXPECTATION... [OPTIONS]",
        description = {
            "Finds the highest rate that meets every expectation: doubles the rate until one is missed, bisects, and"
                    + " confirms. Each rate is a run of 'load' in a process of its own.",
            "Takes the options of 'load' too, except --rate, --users, --streams, --out and --count; --duration and --warm-up"
                    + " are those of each run."
        },
        footer = {
            "",
            "Exit codes: 0 a limit was found; 1 a run failed; 2 bad input; 3 no rate meets the expectations; 130 Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class FindLimitCommand implements Callable<Integer> {

    private static final List<String> OWN = List.of("--rate", "--users", "--streams", "--count", "--overwrite");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--expect",
            required = true,
            paramLabel = "EXPECTATION",
            description = "What must be met, such as 'p99 < 10ms'. May be repeated.")
    private List<Expectation> expectations = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "RATE",
            description = "The first rate to try. Default: 100 calls per second.")
    private double from = 100;

    @Option(names = "--max-rate", paramLabel = "RATE", description = "The highest rate to try. Default: 100000.")
    private double most = 100_000;

    @Option(
            names = "--precision",
            paramLabel = "PERCENT",
            description = "How far the limit may be from the lowest rate that misses, in percent. Default: 5.")
    private double precision = 5;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results. Default: a new one in yodel-results.")
    private @Nullable Path out;

    @Unmatched
    private List<String> load = new ArrayList<>();

    private boolean begun;

    @Override
    public Integer call() throws RunFailedException {
        check();
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path folder = out == null ? Path.of("yodel-results", RunId.of(Instant.now(), new Random())) : out;
        List<String> arguments = new ArrayList<>(load);
        expectations.forEach(expectation -> arguments.addAll(List.of("--expect", expectation.text())));
        try (RunResources resources = RunResources.untilStopped()) {
            ProbeRun run = new ProbeRun(folder, arguments, resources);
            LimitSearch<RunFailedException> search = new LimitSearch<>(
                    rate -> {
                        Point point = run.at(rate);
                        console.print(row(point));
                        return point;
                    },
                    most,
                    precision / 100);
            Limit limit = search.from(from);
            String text = LimitText.of(limit, expectations);
            console.print("\n" + text);
            Files.writeString(folder.resolve("limit.txt"), text, StandardCharsets.UTF_8);
            Files.writeString(folder.resolve("limit.csv"), LimitText.csv(limit), StandardCharsets.UTF_8);
            console.println("\nresults: " + folder);
            return limit.rate() > 0 ? ExitCode.OK : ExitCode.MISSED;
        } catch (IOException e) {
            throw RunFailedException.failed("--out: %s: %s".formatted(folder, e.getMessage()));
        }
    }

    /** The head of the table comes with the first row: before it, a line may say what is wrong. */
    private String row(Point point) {
        String head = begun ? "" : LimitText.header();
        begun = true;
        return head + LimitText.line(point);
    }

    private void check() {
        for (String argument : load) {
            String option = argument.replaceFirst("=.*", "");
            if (OWN.contains(option)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s: find-limit chooses the load itself (expected: without it)".formatted(option));
            }
        }
        within("--from", from, 0.1, 1_000_000);
        within("--max-rate", most, 0.1, 1_000_000);
        within("--precision", precision, 0.1, 100);
    }

    private void within(String option, double value, double least, double highest) {
        if (!(value >= least && value <= highest)) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %s (expected: %s to %s)".formatted(option, value, least, highest));
        }
    }
}
