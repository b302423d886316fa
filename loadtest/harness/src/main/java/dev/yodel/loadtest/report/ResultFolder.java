package dev.yodel.loadtest.report;

import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that a run writes to.
 *
 * @param path its path
 */
public record ResultFolder(Path path) {

    /**
     * Opens the folder, and creates it if necessary.
     *
     * @throws IOException if it cannot be created or written to
     */
    public static ResultFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        Path trial = Files.createTempFile(path, ".yodel", null);
        Files.delete(trial);
        return new ResultFolder(path);
    }

    /** The file of the result. */
    public Path result() {
        return path.resolve("result.json");
    }

    /** The file of the latencies, second by second. */
    public Path latencies() {
        return path.resolve("latencies.hlog");
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
    }

    /**
     * Writes the result: all of it or nothing.
     *
     * @throws IOException if it cannot be written
     */
    public void write(JudgedResult result) throws IOException {
        Path whole = path.resolve("result.json.part");
        try {
            Files.writeString(whole, ResultJson.text(result), StandardCharsets.UTF_8);
            Files.move(whole, result(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
