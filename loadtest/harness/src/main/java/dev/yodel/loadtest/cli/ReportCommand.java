package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.report.html.HtmlReport;
import dev.yodel.loadtest.report.json.SavedResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yodel report}: the page of one result, or of two over each other. */
@Command(
        name = "report",
        description = {
            "Writes the report of a result, or of two runs over each other, as one HTML file that needs no network.",
            "Every run writes report.html itself; this is for two runs, and for results from elsewhere."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..2", paramLabel = "DIR", description = "The result folders of one or two runs.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write. Default: report.html in DIR; of two runs, yodel-report.html here.")
    private @Nullable Path out;

    @Override
    public Integer call() throws RunFailedException {
        List<SavedResult> results;
        try {
            results = folders.stream().map(SavedResult::read).toList();
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput(String.valueOf(e.getMessage()));
        }
        Path file = out;
        if (file == null) {
            file = folders.size() == 1 ? folders.get(0).resolve("report.html") : Path.of("yodel-report.html");
        }
        String page = HtmlReport.text(results.stream().map(SavedResult::text).toList());
        try {
            Files.writeString(file, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw RunFailedException.badInput("--out: %s (expected: a writable file)".formatted(file));
        }
        System.out.println("report: " + file);
        return ExitCode.OK;
    }
}
