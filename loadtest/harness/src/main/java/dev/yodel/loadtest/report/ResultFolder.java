package dev.yodel.loadtest.report;

import dev.yodel.loadtest.report.csv.CsvReport;
import dev.yodel.loadtest.report.html.HtmlReport;
import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.report.junit.JunitReport;
import dev.yodel.loadtest.report.markdown.MarkdownReport;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The folder that a run writes to. A run that writes no result leaves none of its empty files and folders behind. */
public final class ResultFolder implements AutoCloseable {

    private static final String CSV = "result.csv";
    private static final String JUNIT = "junit.xml";
    private static final String SUMMARY = "summary.md";
    private static final List<String> FORMS = List.of(CSV, JUNIT, SUMMARY, "report.html");

    private final Path path;
    private final List<Path> created;

    private ResultFolder(Path path, List<Path> created) {
        this.path = path;
        this.created = List.copyOf(created);
    }

    /**
     * Opens the folder, and creates it if necessary.
     *
     * @param overwrite whether it may have the result of an earlier run
     * @throws FileAlreadyExistsException if it has one and may not
     * @throws IOException if it cannot be created or written to
     */
    public static ResultFolder open(Path path, boolean overwrite) throws IOException {
        ResultFolder folder = new ResultFolder(path, missing(path));
        if (!overwrite && (Files.exists(folder.result()) || Files.exists(folder.latencies()))) {
            throw new FileAlreadyExistsException(path.toString());
        }
        try {
            Files.createDirectories(path);
            Path trial = Files.createTempFile(path, ".yodel", null);
            Files.delete(trial);
            return folder;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** The folders to create, innermost first. */
    private static List<Path> missing(Path path) {
        List<Path> missing = new ArrayList<>();
        for (Path at = path.toAbsolutePath(); at != null && Files.notExists(at); at = at.getParent()) {
            missing.add(at);
        }
        return missing;
    }

    /** The file of the result. */
    public Path result() {
        return path.resolve("result.json");
    }

    /** The file of the latencies, second by second. */
    public Path latencies() {
        return path.resolve("latencies.hlog");
    }

    /** The file of the report, for a browser. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** The log of a service that was started for the run. */
    public Path serviceLog() {
        return path.resolve("service.log");
    }

    /**
     * Removes the result of an earlier run: it must not be mistaken for that of this one.
     *
     * @throws IOException if it cannot be removed
     */
    public void forget() throws IOException {
        Files.deleteIfExists(result());
        forgetForms();
    }

    private void forgetForms() throws IOException {
        for (String form : FORMS) {
            Files.deleteIfExists(path.resolve(form));
        }
    }

    /**
     * Removes latencies that could not be written completely.
     *
     * @throws IOException if they cannot be removed
     */
    public void forgetLatencies() throws IOException {
        Files.deleteIfExists(latencies());
    }

    /**
     * Writes the result in all its forms, result.json last: all of it or nothing.
     *
     * @throws IOException if it cannot be written
     */
    public void write(JudgedResult result) throws IOException {
        Path whole = path.resolve("result.json.part");
        String json = ResultJson.text(result);
        try {
            Files.writeString(whole, json, StandardCharsets.UTF_8);
            Files.writeString(path.resolve(CSV), CsvReport.text(result), StandardCharsets.UTF_8);
            Files.writeString(path.resolve(JUNIT), JunitReport.text(result), StandardCharsets.UTF_8);
            Files.writeString(path.resolve(SUMMARY), MarkdownReport.text(result), StandardCharsets.UTF_8);
            Files.writeString(report(), HtmlReport.text(List.of(json)), StandardCharsets.UTF_8);
            Files.move(whole, result(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            forgetForms();
            throw e;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Without a result, removes empty files, and the folders that this run created, if nothing else is in them. */
    @Override
    public void close() throws IOException {
        if (Files.exists(result())) {
            return;
        }
        deleteIfEmpty(latencies());
        deleteIfEmpty(serviceLog());
        try {
            for (Path folder : created) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            return; // such as the log of a service that did not start
        }
    }

    private static void deleteIfEmpty(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
            Files.delete(file);
        }
    }
}
