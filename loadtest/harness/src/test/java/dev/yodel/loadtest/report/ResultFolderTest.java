package dev.yodel.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

    private static final JudgedResult RESULT = new SampleStats().greetings().result(Verdict.of(List.of()));

    @TempDir
    Path path;

    @Test
    void writes_the_result_and_nothing_else() throws IOException {
        ResultFolder folder = ResultFolder.open(path);
        Files.writeString(folder.result(), "of an earlier run");

        folder.write(RESULT);

        assertThat(folder.result()).hasContent(ResultJson.text(RESULT));
        assertThat(path).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void forgets_an_earlier_result() throws IOException {
        ResultFolder folder = ResultFolder.open(path);
        folder.forget();
        Files.writeString(folder.result(), "of an earlier run");

        folder.forget();

        assertThat(folder.result()).doesNotExist();
    }

    @Test
    void leaves_no_half_result_where_it_cannot_write() throws IOException {
        ResultFolder folder = ResultFolder.open(path);
        Files.createDirectories(folder.result().resolve("in the way"));

        assertThatThrownBy(() -> folder.write(RESULT)).isInstanceOf(IOException.class);
        assertThat(path).isDirectoryNotContaining("glob:**.part");
    }
}
