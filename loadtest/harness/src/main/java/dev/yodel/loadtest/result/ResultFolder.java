package dev.yodel.loadtest.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

    public void write(RunResult result) throws IOException {
        Files.writeString(result(), ResultJson.text(result), StandardCharsets.UTF_8);
    }
}
