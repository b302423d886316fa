package dev.yodel.loadtest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.console.Summary;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.report.json.ResultReader;
import dev.yodel.loadtest.report.json.SavedResult;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.merge.Merge;
import dev.yodel.loadtest.result.merge.Part;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.MergeVerdict;
import dev.yodel.loadtest.verdict.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yodel merge}: several results into one. */
@Command(
        name = "merge",
        description = {
            "Merges the results of load generators that ran at the same time: counts and histograms are added exactly, as if"
                    + " one of them had seen every call.",
            "Give each run --label part=K/N, and a part that is missing is noticed."
        },
        footer = {
            "",
            "Exit codes: 0 the result is complete and meets what --expect asks for; 1 it is INVALID: a part is missing, twice"
                    + " there or incomplete; 2 bad input; 3 an expectation is missed; 4 they are met, but the verdict is"
                    + " SUSPECT."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class MergeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "The result folders of the parts.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder for the merged result.")
    private Path out = Path.of("");

    @Option(names = "--overwrite", description = "Replace an earlier result in the folder of --out.")
    private boolean overwrite;

    @Mixin
    private ExpectOptions expect = new ExpectOptions();

    @Override
    public Integer call() throws RunFailedException {
        List<Part> parts = new ArrayList<>();
        List<SavedResult> saved = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path folder : folders) {
            read(folder, parts, saved, faults);
        }
        if (parts.isEmpty()) {
            throw RunFailedException.badInput(String.join("; ", faults));
        }
        faults.addAll(MergeVerdict.faults(parts));
        RunResult merged = Merge.of(parts, parts.get(0).result().info().runId() + "-merged");
        Goals goals = goals(merged);
        JudgedResult judged = MergeVerdict.judge(merged, parts, faults, goals);
        write(judged, saved);
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        console.print(Summary.of(judged));
        console.println("\nresults: " + out.resolve("result.json"));
        judged.missed()
                .forEach(result -> System.err.printf("yodel: missed: %s: %s%n", result.expectation(), result.found()));
        if (judged.verdict().status() == Verdict.Status.INVALID) {
            throw RunFailedException.failed(
                    "INVALID: " + String.join("; ", judged.verdict().reasons()));
        }
        return ExitCode.of(judged);
    }

    private Goals goals(RunResult merged) throws RunFailedException {
        Goals goals = expect.goals(Goals.NONE);
        try {
            goals.check(merged.plan());
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput(String.valueOf(e.getMessage()));
        }
        return goals;
    }

    private static void read(Path folder, List<Part> parts, List<SavedResult> saved, List<String> faults) {
        try {
            SavedResult result = SavedResult.read(folder);
            List<String> reasons = new ArrayList<>();
            for (JsonNode reason : result.json().at("/verdict/reasons")) {
                reasons.add(reason.asText());
            }
            parts.add(new Part(folder.toString(), ResultReader.read(result), reasons));
            saved.add(result);
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
    }

    private void write(JudgedResult judged, List<SavedResult> parts) throws RunFailedException {
        try (ResultFolder folder = ResultFolder.open(out, overwrite)) {
            folder.forget();
            try (HistogramLog log =
                    HistogramLog.create(folder.latencies(), judged.result().info())) {
                for (SavedResult part : parts) {
                    LatencyLog.read(
                            part.latencies(),
                            (tag, nanos) -> log.write(judged.result().window().start(), nanos));
                }
                if (!log.complete()) {
                    throw new IOException("cannot be written: is the disk full?");
                }
            }
            folder.write(judged);
        } catch (FileAlreadyExistsException e) {
            throw RunFailedException.badInput(
                    "--out: %s has an earlier result (expected: a new or empty folder, or --overwrite)".formatted(out));
        } catch (IOException e) {
            throw RunFailedException.failed("--out: %s: %s".formatted(out, e.getMessage()));
        }
    }
}
