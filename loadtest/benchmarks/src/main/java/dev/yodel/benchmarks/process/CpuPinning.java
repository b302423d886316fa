package dev.yodel.benchmarks.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Which core a process may run on: clients on the first, servers on the second, where {@code taskset} is installed. */
public final class CpuPinning {

    public static final int CLIENT_CORE = 0;
    public static final int SERVER_CORE = 1;

    private CpuPinning() {}

    /** Whether processes are pinned. It takes {@code taskset} and two cores. */
    public static boolean isAvailable() {
        return Runtime.getRuntime().availableProcessors() > 1 && isInstalled("taskset");
    }

    /** The start of a command that runs the rest of it on a core. */
    public static List<String> command(int core) {
        return List.of("taskset", "-c", String.valueOf(core));
    }

    /** Whether a program is on the search path. */
    public static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
