package dev.yodel.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelThreadsTest {

    @TempDir
    private Path proc;

    @Test
    void threads_that_were_moved_off_a_core_are_named() throws IOException {
        thread(77, "kdamond.0", 2, "1");
        thread(36, "kcompactd0", 2, "1,3-4");
        thread(37, "ksmd", 2, "0-1");

        assertThat(KernelThreads.keptOff(0, proc)).containsExactly("kcompactd0", "kdamond.0");
        assertThat(KernelThreads.keptOff(1, proc)).isEmpty();
        assertThat(KernelThreads.keptOff(2, proc)).containsExactly("kcompactd0", "kdamond.0", "ksmd");
    }

    @Test
    void programs_and_threads_of_another_core_are_where_they_belong() throws IOException {
        thread(21, "migration/1", 2, "1");
        thread(80, "kworker/1:0H-events", 2, "1");
        thread(900, "java", 1, "1");
        Files.createDirectories(proc.resolve("901"));
        Files.writeString(proc.resolve("cpuinfo"), "");

        assertThat(KernelThreads.keptOff(0, proc)).isEmpty();
    }

    @Test
    void a_system_without_such_a_folder_has_none() {
        assertThat(KernelThreads.keptOff(0, proc.resolve("none"))).isEmpty();
    }

    private void thread(int id, String name, int parent, String cores) throws IOException {
        Files.writeString(
                Files.createDirectories(proc.resolve(String.valueOf(id))).resolve("status"),
                "Name:\t%s\nPPid:\t%d\nCpus_allowed_list:\t%s\n".formatted(name, parent, cores));
    }
}
