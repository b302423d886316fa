package dev.yodel.loadtest.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.plan.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceProcessTest {

    @TempDir
    Path folder;

    @Test
    void serves_once_its_start_line_was_printed() throws Exception {
        try (ServiceProcess service = start("""
                System.out.println("about to start");
                System.out.println("yodel 1 serving grpc=127.0.0.1:1234 metrics=http://127.0.0.1:5678 jdk=17 pid=1");
                Thread.sleep(60_000);
                """)) {
            ServiceProcess.Started started =
                    service.started().toCompletableFuture().get();

            assertThat(started.target()).isEqualTo(new Target("127.0.0.1", 1234));
            assertThat(started.metrics()).isEqualTo("http://127.0.0.1:5678");
        }
    }

    @Test
    void exit_before_the_start_line_is_reported_with_its_last_log_line() throws IOException {
        try (ServiceProcess service = start("""
                System.err.println("WARNING: something of the JVM");
                System.err.println("yodel: port 50051: taken");
                System.err.println("\\tat a.stack.Trace");
                System.exit(7);
                """)) {
            assertThatThrownBy(() -> service.started().toCompletableFuture().get())
                    .hasRootCauseMessage(
                            "service exited with code 7 (expected: still running): yodel: port 50051: taken");
        }
    }

    @Test
    void close_kills_a_process_that_ignores_termination() throws Exception {
        ServiceProcess service = start("""
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try { Thread.sleep(60_000); } catch (InterruptedException e) { }
                }));
                System.out.println("serving grpc=127.0.0.1:1 metrics=http://127.0.0.1:2 pid=3");
                Thread.sleep(60_000);
                """);
        service.started().toCompletableFuture().get();

        service.close();

        assertThat(service.exited().toCompletableFuture().get(30, TimeUnit.SECONDS))
                .startsWith("service exited");
    }

    @Test
    void output_beyond_a_pipe_does_not_stop_it() throws Exception {
        try (ServiceProcess service = start("""
                System.out.println("serving grpc=127.0.0.1:1 metrics=http://127.0.0.1:2 pid=3");
                for (int i = 0; i < 100_000; i++) { System.out.println("line " + i); }
                System.exit(0);
                """)) {
            assertThat(service.exited().toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isEqualTo("service exited with code 0 (expected: still running)");
        }
    }

    private ServiceProcess start(String statements) throws IOException {
        Path source = Files.writeString(
                folder.resolve("Program.java"),
                "class Program { public static void main(String[] a) throws Exception {\n" + statements + "}}");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return ServiceProcess.start(List.of(java.toString(), source.toString()), folder.resolve("service.log"));
    }
}
