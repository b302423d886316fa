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
    void threads_moved_off_a_core_are_listed() throws IOException {
        thread(77, "kdamond.0", 2, "1");
        thread(36, "kcompactd0", 2, "1,3-4");
        thread(37, "ksmd", 2, "0-1");

        assertThat(KernelThreads.movedOff(0, proc)).containsExactly("kcompactd0", "kdamond.0");
        assertThat(KernelThreads.movedOff(1, proc)).isEmpty();
        assertThat(KernelThreads.movedOff(2, proc)).containsExactly("kcompactd0", "kdamond.0", "ksmd");
    }

    @Test
    void programs_and_per_core_threads_are_not_listed() throws IOException {
        thread(21, "migration/1", 2, "1");
        thread(80, "kworker/1:0H-events", 2, "1");
        thread(900, "java", 1, "1");
        Files.createDirectories(proc.resolve("901"));
        Files.writeString(proc.resolve("cpuinfo"), "");

        assertThat(KernelThreads.movedOff(0, proc)).isEmpty();
    }

    @Test
    void a_system_without_proc_has_none() {
        assertThat(KernelThreads.movedOff(0, proc.resolve("none"))).isEmpty();
    }

    private void thread(int id, String name, int parent, String cores) throws IOException {
        Files.writeString(
                Files.createDirectories(proc.resolve(String.valueOf(id))).resolve("status"),
                "Name:\t%s\nPPid:\t%d\nCpus_allowed_list:\t%s\n".formatted(name, parent, cores));
    }
}
