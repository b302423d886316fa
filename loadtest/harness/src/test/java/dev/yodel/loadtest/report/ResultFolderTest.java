package dev.yodel.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
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
        ResultFolder folder = ResultFolder.open(path, false);
        Files.writeString(folder.result(), "of an earlier run");

        folder.write(RESULT);

        assertThat(folder.result()).hasContent(ResultJson.text(RESULT));
        assertThat(path).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void forgets_an_earlier_result() throws IOException {
        ResultFolder folder = ResultFolder.open(path, false);
        folder.forget();
        Files.writeString(folder.result(), "of an earlier run");

        folder.forget();

        assertThat(folder.result()).doesNotExist();
    }

    @Test
    void leaves_no_half_result_where_it_cannot_write() throws IOException {
        ResultFolder folder = ResultFolder.open(path, false);
        Files.createDirectories(folder.result().resolve("in the way"));

        assertThatThrownBy(() -> folder.write(RESULT)).isInstanceOf(IOException.class);
        assertThat(path).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void earlier_result_is_refused_unless_it_may_be_overwritten() throws IOException {
        for (String name : List.of("result.json", "latencies.hlog")) {
            Path earlier = Files.createDirectory(path.resolve("with-" + name));
            Files.writeString(earlier.resolve(name), "of an earlier run");

            assertThatThrownBy(() -> ResultFolder.open(earlier, false))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessage(earlier.toString());
            assertThat(ResultFolder.open(earlier, true).result()).hasParentRaw(earlier);
            assertThat(earlier.resolve(name)).hasContent("of an earlier run");
        }
    }

    @Test
    void run_without_a_result_leaves_no_folder_that_it_created() throws IOException {
        Path deep = path.resolve("results/today/run");
        ResultFolder folder = ResultFolder.open(deep, false);
        Files.createFile(folder.latencies());
        Files.createFile(folder.serviceLog());

        folder.close();

        assertThat(path).isEmptyDirectory();
    }

    @Test
    void run_without_a_result_keeps_what_was_there_and_what_has_content() throws IOException {
        Path existing = Files.createDirectory(path.resolve("existing"));
        ResultFolder.open(existing, false).close();
        ResultFolder failed = ResultFolder.open(path.resolve("new/failed"), false);
        Files.writeString(failed.serviceLog(), "why the service did not start");
        Files.createFile(failed.latencies());

        failed.close();

        assertThat(existing).isEmptyDirectory();
        assertThat(failed.serviceLog()).isNotEmptyFile();
        assertThat(failed.latencies()).doesNotExist();
    }

    @Test
    void run_with_a_result_keeps_everything() throws IOException {
        ResultFolder folder = ResultFolder.open(path.resolve("run"), false);
        Files.createFile(folder.latencies());
        folder.write(RESULT);

        folder.close();

        assertThat(folder.result()).exists();
        assertThat(folder.latencies()).exists();
    }
}
