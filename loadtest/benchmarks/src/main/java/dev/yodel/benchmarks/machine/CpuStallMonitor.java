package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.CpuPinning;
import dev.yodel.benchmarks.process.Launcher;
import java.util.ArrayList;
import java.util.List;

/** Monitors the client's core for CPU stalls, by a {@link CpuStallProbe} at a real-time priority. */
public final class CpuStallMonitor implements AutoCloseable {

    /** A real-time priority, which is above every program without one. */
    private static final String PRIORITY = "50";

    private final ChildProcess probe;

    private CpuStallMonitor(ChildProcess probe) {
        this.probe = probe;
    }

    /** Whether the core can be monitored. It takes pinned processes and the right to a real-time priority. */
    public static boolean isAvailable() {
        if (!AwakeCores.isAvailable()) {
            return false;
        }
        List<String> command = List.of("chrt", "--fifo", PRIORITY, "true");
        try (ChildProcess trial = ChildProcess.start("chrt", command, Load.MAX_RUN_TIME)) {
            trial.awaitExit();
            return true;
        } catch (BenchmarkException e) {
            return false;
        }
    }

    public static CpuStallMonitor start() {
        List<String> command = new ArrayList<>(CpuPinning.command(CpuPinning.CLIENT_CORE));
        command.addAll(List.of("chrt", "--fifo", PRIORITY, Launcher.JAVA, "-Xint", "-XX:+UseSerialGC", "-Xmx16m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CpuStallProbe.class.getName()));
        return new CpuStallMonitor(ChildProcess.start("CPU stall probe", command, Load.MAX_RUN_TIME));
    }

    /** Ends the monitoring and returns the stalls since its start. */
    public CpuStalls stop() {
        probe.checkRunning();
        probe.closeInput();
        return CpuStalls.parse(probe.awaitExit(LinePrefix.STALL));
    }

    @Override
    public void close() {
        probe.close();
    }
}
