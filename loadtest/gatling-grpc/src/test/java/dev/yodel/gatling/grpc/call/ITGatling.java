package dev.yodel.gatling.grpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.app.Gatling$;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol in whole Gatling runs: its report, its stop, several runs in one JVM. */
class ITGatling {

    private static final int STOP_SECONDS = 30;

    private final TestServer server = new TestServer();

    @TempDir
    private Path results;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void Gatlings_own_report_comes_out_and_its_assertions_hold() throws IOException {
        int code = run(Simulations.TwoScenarios.class);

        assertThat(code).isZero();
        try (Stream<Path> files = Files.walk(results)) {
            Path index = files.filter(file -> file.endsWith("index.html"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(index)).contains("greet Ada").contains("chat");
        }
    }

    @Test
    void scenarios_of_one_run_share_channels_and_two_runs_in_one_JVM_do_not_meet() {
        Simulations.TwoScenarios.RUNS.set(0);

        assertThat(run(Simulations.TwoScenarios.class)).isZero();
        assertThat(run(Simulations.TwoScenarios.class)).isZero();

        assertThat(Simulations.TwoScenarios.RUNS).hasValue(2);
    }

    @Test
    void a_feeder_that_runs_out_ends_the_run_with_Gatlings_own_error() {
        assertThatThrownBy(() -> run(Simulations.Hungry.class))
                .hasMessageContaining("names.csv")
                .hasMessageContaining("feeder is now empty");
    }

    @Test
    void Gatlings_throttle_holds_calls_and_streams_back_and_lets_all_of_them_through() {
        long before = System.nanoTime();

        assertThat(run(Simulations.Throttled.class)).isZero();

        assertThat(server.opened).hasValue(Simulations.Throttled.REQUESTS);
        assertThat(System.nanoTime() - before)
                .isGreaterThan(TimeUnit.SECONDS.toNanos(Simulations.Throttled.LEAST_SECONDS));
    }

    @Test
    void the_maximum_duration_ends_the_JVM_soon_and_cancels_every_stream() throws Exception {
        Process process = start(6);
        GatlingBed.eventually(() -> server.opened.get() > 40);

        assertThat(process.waitFor(6 + STOP_SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isZero();
        untilAllStreamsAreCancelled();
    }

    @Test
    void an_interrupt_ends_the_JVM_soon_and_cancels_every_stream() throws Exception {
        Process process = start(600);
        GatlingBed.eventually(() -> server.opened.get() >= 100);

        new ProcessBuilder("kill", ignoresInterrupt() ? "-TERM" : "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        untilAllStreamsAreCancelled();
    }

    /** 40 streams were open: 20 of chatters and 20 of silent ones. */
    private void untilAllStreamsAreCancelled() throws InterruptedException {
        GatlingBed.eventually(() -> server.cancelled.get() >= 40);
        assertThat(server.cancelled.get()).isBetween(40, 60);
    }

    /** A shell that runs a command in the background has it ignore Ctrl-C, and children inherit that. */
    private static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(
                                                line.substring("SigIgn:".length())
                                                        .strip(),
                                                16)
                                        & 0b10)
                                != 0);
    }

    private int run(Class<?> simulation) {
        System.setProperty(Simulations.TARGET, server.target());
        return Gatling$.MODULE$.fromArgs(
                new String[] {"--simulation", simulation.getName(), "--results-folder", results.toString()});
    }

    private Process start(int seconds) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dgatling.conf.file=gatling-quiet.conf",
                        "-Dtest.seconds=" + seconds,
                        "-D" + Simulations.TARGET + "=" + server.target(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulations.class.getName(),
                        "--simulation",
                        Simulations.Endless.class.getName(),
                        "--results-folder",
                        results.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
