package dev.yodel.loadtest.report;

import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.result.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The folder that a run writes to.
 *
 * @param path where it is
 */
public record ResultFolder(Path path) {

    /**
     * The folder, made if need be.
     *
     * @throws IOException if it cannot be made or written to
     */
    public static ResultFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        Path trial = Files.createTempFile(path, ".yodel", null);
        Files.delete(trial);
        return new ResultFolder(path);
    }

    /** Where the result stands. */
    public Path result() {
        return path.resolve("result.json");
    }

    /** Where the latencies stand, second by second. */
    public Path latencies() {
        return path.resolve("latencies.hlog");
    }

    /** Where a service started for the run writes its log. */
    public Path serviceLog() {
        return path.resolve("service.log");
    }

    /**
     * Removes the result of an earlier run, which nobody is to take for that of this one.
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
    public void write(RunResult result) throws IOException {
        Path whole = path.resolve("result.json.part");
        try {
            Files.writeString(whole, ResultJson.text(result), StandardCharsets.UTF_8);
            Files.move(whole, result(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
