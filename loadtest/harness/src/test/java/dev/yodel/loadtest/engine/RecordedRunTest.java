package dev.yodel.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.SampleStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left, and reported, when the disk is full: Linux has a device that always is. */
class RecordedRunTest {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path path;

    @BeforeEach
    void assumeFullDisk() {
        assumeTrue(Files.exists(FULL), "/dev/full: missing on this system");
    }

    @Test
    void result_that_could_not_be_written_is_named_and_leaves_nothing() throws Exception {
        RecordedRun recorded = measured();
        Files.createSymbolicLink(path.resolve("result.json.part"), FULL);

        assertThatThrownBy(recorded::write)
                .isInstanceOf(RunFailedException.class)
                .hasMessage("results: %s: No space left on device".formatted(path.resolve("result.json")));
        assertThat(path).isDirectoryNotContaining("glob:**result.json*");
    }

    @Test
    void latencies_that_could_not_be_written_completely_are_removed_and_the_result_is_kept() throws Exception {
        Path latencies = Files.createSymbolicLink(path.resolve("latencies.hlog"), FULL);
        RecordedRun recorded = measured();

        assertThatThrownBy(recorded::write)
                .isInstanceOf(RunFailedException.class)
                .hasMessageStartingWith("results: %s: removed because it was incomplete (".formatted(latencies));
        assertThat(latencies).doesNotExist();
        assertThat(path.resolve("result.json")).isNotEmptyFile();
    }

    private RecordedRun measured() throws IOException, RunFailedException {
        RecordedRun recorded = RecordedRun.open(
                SampleStats.PLAN, SampleStats.INFO, Goals.NONE, ResultFolder.open(path, true), null, List.of());
        recorded.run().begin();
        var unused = recorded.run().finish();
        return recorded;
    }
}
