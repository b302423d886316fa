package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.CpuPinning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps the cores of client and server from going idle. Waking an idle core of a virtual machine takes time, the more the
 * busier its host, and that time would be counted as the server's or the client's. A busy loop of idle priority, which
 * every other program displaces, occupies each core.
 */
public final class AwakeCores {

    private AwakeCores() {}

    /** Whether cores can be kept awake. It takes pinned processes and {@code chrt}. */
    public static boolean isAvailable() {
        return CpuPinning.isAvailable() && CpuPinning.isInstalled("chrt");
    }

    /** A sentence for the report that says whether cores are kept awake. */
    public static String note() {
        return isAvailable()
                ? "A process of idle priority keeps each core awake."
                : "Cores go idle between calls (expected: chrt, to keep them awake).";
    }

    /** Measures while neither core goes idle, where that is {@link #isAvailable() available}. */
    public static <T> T during(Supplier<T> measurement) {
        if (!isAvailable()) {
            return measurement.get();
        }
        return during(CpuPinning.CLIENT_CORE, () -> during(CpuPinning.SERVER_CORE, measurement));
    }

    private static <T> T during(int core, Supplier<T> measurement) {
        List<String> command = new ArrayList<>(CpuPinning.command(core));
        command.addAll(List.of("chrt", "--idle", "0", "sh", "-c", "while :; do :; done"));
        try (ChildProcess busyLoop = ChildProcess.start("busy loop", command, Load.MAX_RUN_TIME)) {
            T measured = measurement.get();
            busyLoop.checkRunning();
            return measured;
        }
    }
}
