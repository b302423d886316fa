package dev.yodel.benchmarks.process;

import dev.yodel.benchmarks.machine.CpuStallProbe;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.loadtest.Yodel;
import dev.yodel.benchmarks.bare.BareClient;
import dev.yodel.benchmarks.bare.BareServer;
import dev.yodel.benchmarks.gatling.GatlingClient;
import dev.yodel.benchmarks.gatling.MeasuredSimulation;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.loadtest.run.QuietPreferences;
import io.gatling.javaapi.core.Simulation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Starts the programs that are compared: the same JVM with the same flags, clients on one core and servers on another.
 */
public final class Launcher {

    /** The collector and heap of every program, those that the launcher of Yodel names. */
    public static final List<String> JVM = List.of("-XX:+UseParallelGC", "-Xms256m", "-Xmx512m", "-Xmn128m");

    public static final int CLIENT_CORE = 0;

    /** Above every program that has no such priority. */
    private static final String REAL_TIME = "50";

    private static final String SERVICE = "dev.yodel.service.Main";
    private static final Duration LIMIT = Load.LONGEST;
    private static final int SERVER_CORE = 1;

    private final Path root;

    /** @param root the folder of the repository, built */
    public Launcher(Path root) {
        this.root = root;
    }

    /** Whether programs are pinned to cores: with {@code taskset}, and two cores to pin to. */
    public static boolean pins() {
        return Runtime.getRuntime().availableProcessors() > 1 && isThere("taskset");
    }

    /** Whether cores can be kept awake: programs are pinned, and there is {@code chrt}. */
    static boolean canKeepAwake() {
        return pins() && isThere("chrt");
    }

    /** Whether cores fall asleep in {@link #awake such rounds}, for the reader of a report. */
    public static String wakefulness() {
        return canKeepAwake()
                ? "A process of idle priority keeps each core awake."
                : "Cores fall asleep between calls (expected: chrt, to keep them awake).";
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Plays a round while neither core falls asleep, if that {@link #canKeepAwake() can be}: to be woken takes a core of
     * a virtual machine a time, the longer the busier its host is, that would be read as the server's or the client's.
     */
    <T> T awake(Supplier<T> round) {
        if (!canKeepAwake()) {
            return round.get();
        }
        return awake(CLIENT_CORE, () -> awake(SERVER_CORE, round));
    }

    /** Plays a round beside a program that does nothing, without end, whenever nobody else wants the core. */
    private static <T> T awake(int core, Supplier<T> round) {
        List<String> command = List.of(
                "taskset", "-c", String.valueOf(core), "chrt", "--idle", "0", "sh", "-c", "while :; do :; done");
        ChildProcess sleepless = ChildProcess.start("sleepless", command, LIMIT);
        try {
            T played = round.get();
            sleepless.checkRuns();
            return played;
        } finally {
            sleepless.close();
        }
    }

    /** Whether a core can be watched: programs are pinned, and may have a real-time priority. */
    public static boolean canWatch() {
        if (!canKeepAwake()) {
            return false;
        }
        ChildProcess trial = ChildProcess.start("chrt", List.of("chrt", "--fifo", REAL_TIME, "true"), LIMIT);
        try (trial) {
            trial.awaitEnd();
            return true;
        } catch (BenchmarkException e) {
            return false;
        }
    }

    /** Plays a round while a {@link CpuStallProbe} watches the client's core, if it {@link #canWatch can be}. */
    public Round watched(Supplier<Round> play) {
        if (!canWatch()) {
            return play.get();
        }
        try (ChildProcess witness = witness()) {
            Round round = play.get();
            witness.checkRuns();
            return round.besides(CpuStalls.parse(witness.end(LinePrefix.STALL)));
        }
    }

    private ChildProcess witness() {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", String.valueOf(CLIENT_CORE)));
        command.addAll(List.of("chrt", "--fifo", REAL_TIME, java(), "-Xint", "-XX:+UseSerialGC", "-Xmx16m"));
        command.addAll(List.of("-cp", benchmarks() + "/*", CpuStallProbe.class.getName()));
        return ChildProcess.start("witness", command, LIMIT);
    }

    ServerProcess bareServer() {
        return ServerProcess.of(start("bare server", SERVER_CORE, JVM, benchmarks(), BareServer.class.getName(), List.of()));
    }

    public ServerProcess yodelServer() {
        return yodelServer(JVM);
    }

    public ServerProcess yodelServer(List<String> jvm, String... flags) {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"));
        all.addAll(List.of("--drain-wait", "0s", "--grace", "0s"));
        all.addAll(List.of(flags));
        return ServerProcess.of(start("Yodel", SERVER_CORE, jvm, root.resolve("service/target/lib"), SERVICE, all));
    }

    public ChildProcess bareClient(Load load) {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(load.jvmFlags());
        return start("bare client", CLIENT_CORE, jvm, benchmarks(), BareClient.class.getName(), List.of());
    }

    public ChildProcess gatling(Class<? extends Simulation> simulation, Load load) {
        return gatling(JVM, simulation, load);
    }

    public ChildProcess gatling(List<String> flags, Class<? extends Simulation> simulation, Load load) {
        TempFolder scratch = TempFolder.in(root.resolve("loadtest/benchmarks/target"));
        List<String> jvm = new ArrayList<>(flags);
        jvm.addAll(load.jvmFlags());
        jvm.add("-Dgatling.conf.file=" + (load.manner().gatlingLog() ? "gatling-report.conf" : "gatling-figures.conf"));
        jvm.add("-Djava.util.prefs.PreferencesFactory=" + QuietPreferences.class.getName());
        jvm.add("-D" + MeasuredSimulation.SCHEMA + "=" + root.resolve("proto/target/classes/yodel.binpb"));
        jvm.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        if (pins()) {
            jvm.add("-Dio.netty.eventLoopThreads=1"); // one per core, as the harness has it
        }
        List<String> arguments = List.of(
                "--simulation",
                simulation.getName(),
                "--results-folder",
                scratch.folder().toString(),
                "--no-reports");
        return start("Gatling", CLIENT_CORE, jvm, benchmarks(), GatlingClient.class.getName(), arguments)
                .cleaningUp(scratch::close);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Path benchmarks() {
        return root.resolve("loadtest/benchmarks/target/lib");
    }

    private static ChildProcess start(
            String name, int core, List<String> jvm, Path lib, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (pins()) {
            command.addAll(List.of("taskset", "-c", String.valueOf(core)));
        }
        command.add(java());
        command.addAll(jvm);
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", lib + "/*", main));
        command.addAll(arguments);
        return ChildProcess.start(name, command, LIMIT);
    }
}
