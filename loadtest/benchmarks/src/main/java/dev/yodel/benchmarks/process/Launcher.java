package dev.yodel.benchmarks.process;

import dev.yodel.benchmarks.bare.BareClient;
import dev.yodel.benchmarks.bare.BareServer;
import dev.yodel.benchmarks.gatling.MeasuredSimulation;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.overload.OverloadClient;
import dev.yodel.benchmarks.rooms.RoomClient;
import dev.yodel.loadtest.Yodel;
import dev.yodel.loadtest.engine.QuietPreferences;
import io.gatling.app.Gatling;
import io.gatling.javaapi.core.Simulation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the servers and load programs, all on the same JVM with the same flags unless a benchmark asks for others. */
public final class Launcher {

    /** The garbage collector and heap of every program: the flags of the {@code yodel} launcher. */
    public static final List<String> JVM_FLAGS = List.of("-XX:+UseParallelGC", "-Xms256m", "-Xmx512m", "-Xmn128m");

    /** The {@code java} command of this JVM. */
    public static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String SERVICE = "dev.yodel.service.Main";

    private final Path root;
    private final Path library;

    /** Starts programs of a repository that has been built. */
    public Launcher(Path root) {
        this.root = root;
        library = root.resolve("loadtest/benchmarks/target/lib");
    }

    public ServerProcess bareServer() {
        return ServerProcess.of(
                java("bare server", CpuPinning.SERVER_CORE, JVM_FLAGS, library, BareServer.class.getName(), List.of()));
    }

    public ServerProcess yodelServer() {
        return yodelServer(JVM_FLAGS);
    }

    public ServerProcess yodelServer(List<String> jvmFlags, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"));
        arguments.addAll(List.of("--drain-wait", "0s", "--grace", "0s", "--profile", "load-test"));
        arguments.addAll(List.of(flags));
        Path serviceLibrary = root.resolve("service/server/target/lib");
        return ServerProcess.of(java("Yodel", CpuPinning.SERVER_CORE, jvmFlags, serviceLibrary, SERVICE, arguments));
    }

    /** A chat room on grpc-go; null if {@code run} could not build it, for example because there is no Go. */
    public @Nullable ServerProcess goRooms() {
        Path program = root.resolve("loadtest/benchmarks/target/go-rooms");
        if (!Files.isExecutable(program)) {
            return null;
        }
        List<String> command =
                new ArrayList<>(CpuPinning.isAvailable() ? CpuPinning.command(CpuPinning.SERVER_CORE) : List.of());
        command.add(program.toString());
        return ServerProcess.of(ChildProcess.start("grpc-go", command, Load.MAX_RUN_TIME));
    }

    /** Echo and Chat on grpc-go over TLS, which {@code run} has built. */
    public ServerProcess goEchoOverTls() {
        Path program = root.resolve("loadtest/benchmarks/target/go-echo");
        if (!Files.isExecutable(program) || !Files.exists(certificate())) {
            throw new BenchmarkException("grpc-go over TLS: not built (expected: go and openssl on the PATH)");
        }
        List<String> command =
                new ArrayList<>(CpuPinning.isAvailable() ? CpuPinning.command(CpuPinning.SERVER_CORE) : List.of());
        command.addAll(List.of(program.toString(), certificate().toString(), key().toString()));
        return ServerProcess.of(ChildProcess.start("grpc-go", command, Load.MAX_RUN_TIME));
    }

    public ServerProcess yodelServerOverTls(List<String> jvmFlags) {
        return yodelServer(jvmFlags, "--tls-cert", certificate().toString(), "--tls-key", key().toString());
    }

    private Path certificate() {
        return root.resolve("loadtest/benchmarks/target/tls/certificate.pem");
    }

    private Path key() {
        return root.resolve("loadtest/benchmarks/target/tls/key.pem");
    }

    public ChildProcess bareClientOverTls(Load load) {
        return bareClient(load, List.of("-D" + BareClient.CERTIFICATE + "=" + certificate()));
    }

    public ChildProcess bareClient(Load load) {
        return bareClient(load, List.of());
    }

    private ChildProcess bareClient(Load load, List<String> flags) {
        List<String> jvmFlags = new ArrayList<>(JVM_FLAGS);
        jvmFlags.addAll(flags);
        jvmFlags.addAll(load.jvmFlags());
        return java("bare client", CpuPinning.CLIENT_CORE, jvmFlags, library, BareClient.class.getName(), List.of());
    }

    /** Members of one room: so many that read and that do not, of which one posts. */
    public ChildProcess roomClient(
            ServerProcess server, int reading, int stopped, int postsPerSecond, Duration warmUp, Duration window) {
        List<String> arguments = List.of(
                server.grpcAddress(),
                String.valueOf(reading),
                String.valueOf(stopped),
                String.valueOf(postsPerSecond),
                String.valueOf(warmUp.toMillis()),
                String.valueOf(window.toMillis()));
        return java("room client", CpuPinning.CLIENT_CORE, JVM_FLAGS, library, RoomClient.class.getName(), arguments);
    }

    /** Expensive calls at multiples of what the service can serve. */
    public ChildProcess overloadClient(ServerProcess server, String kind, Duration window, List<Integer> factors) {
        List<String> arguments =
                new ArrayList<>(List.of(server.grpcAddress(), kind, String.valueOf(window.toMillis())));
        factors.forEach(factor -> arguments.add(String.valueOf(factor)));
        return java(
                "overload client",
                CpuPinning.CLIENT_CORE,
                JVM_FLAGS,
                library,
                OverloadClient.class.getName(),
                arguments);
    }

    /** A folder below that of the build, for files of a round. */
    public TempFolder tempFolder() {
        return TempFolder.in(root.resolve("loadtest/benchmarks/target"));
    }

    /** The command of {@code yodel load} on the core of the clients; more of its flags may follow. */
    public List<String> yodelLoad() {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(JVM_FLAGS);
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", library + "/*", Yodel.class.getName(), "load"));
        return command;
    }

    public ChildProcess gatling(Load load) {
        return gatling(load, JVM_FLAGS, MeasuredSimulation.class);
    }

    public ChildProcess gatling(Load load, List<String> heapFlags, Class<? extends Simulation> simulation) {
        TempFolder results = tempFolder();
        List<String> jvmFlags = new ArrayList<>(heapFlags);
        jvmFlags.addAll(load.jvmFlags());
        jvmFlags.add("-Dgatling.conf.file="
                + (load.options().gatlingStats() ? "gatling-report.conf" : "gatling-figures.conf"));
        jvmFlags.add("-Djava.util.prefs.PreferencesFactory=" + QuietPreferences.class.getName());
        jvmFlags.add("-D" + MeasuredSimulation.SCHEMA + "=" + root.resolve("proto/target/classes/yodel.binpb"));
        jvmFlags.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        if (CpuPinning.isAvailable()) {
            jvmFlags.add("-Dio.netty.eventLoopThreads=1"); // one per core, like the harness
        }
        List<String> arguments = List.of(
                "--simulation",
                simulation.getName(),
                "--results-folder",
                results.path().toString(),
                "--no-reports");
        return java("Gatling", CpuPinning.CLIENT_CORE, jvmFlags, library, Gatling.class.getName(), arguments)
                .withCleanup(results::close);
    }

    private static ChildProcess java(
            String name, int core, List<String> jvmFlags, Path library, String main, List<String> arguments) {
        List<String> command = new ArrayList<>(CpuPinning.isAvailable() ? CpuPinning.command(core) : List.of());
        command.add(JAVA);
        command.addAll(jvmFlags);
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", library + "/*", main));
        command.addAll(arguments);
        return ChildProcess.start(name, command, Load.MAX_RUN_TIME);
    }
}
