package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yodel.service.testing.ServiceProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's jars: loaded only when asked for, and from a folder of their own. */
class ITLibrary {

    private static final Path LIB = Path.of("target", "lib");

    @TempDir
    Path folder;

    @Test
    void no_class_of_the_gateway_is_loaded_without_the_flag() throws Exception {
        assertThat(loaded()).noneMatch(ITLibrary::isOfGateway).anyMatch(line -> line.contains("YodelServer"));
        // Red where it must be: the same look at a server that has its gateway.
        assertThat(loaded("--http-port", "0")).anyMatch(ITLibrary::isOfGateway);
    }

    @Test
    void a_server_without_the_gateway_on_its_class_path_finds_it_in_a_folder() throws Exception {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(LIB).as("made by mvn package").isDirectory();
        }
        Process process = server(LIB.toAbsolutePath());
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            Matcher start = Pattern.compile(".* http=(\\S+)").matcher(line);
            assertThat(start.matches()).as(line).isTrue();
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(start.group(1) + "/v1/greetings/World"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("Hello, World!");
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    void a_missing_folder_is_one_line_and_exit_code_1() throws Exception {
        Process process = server(folder.resolve("none"));

        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err.lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(
                        "yodel: http-port: the gateway is not installed in " + folder.resolve("none") + " (expected: ");
    }

    @Test
    void a_port_that_is_in_use_is_one_line_and_exit_code_1() throws Exception {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(used.getLocalPort());
            Process process = server("-Dyodel.gateway.lib=" + LIB.toAbsolutePath(), classPath(), port);

            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(err)
                    .isEqualTo("yodel: http-port: 127.0.0.1:" + port
                            + " is in use (expected: a free port; 0 picks one)\n");
        }
    }

    private List<String> loaded(String... flags) throws IOException, InterruptedException {
        Path log = folder.resolve("classes" + flags.length);
        try (ServiceProcess service = start(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log), flags)) {
            assertThat(service.grpcTarget()).isNotEmpty();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.toList();
        }
    }

    private static ServiceProcess start(Map<String, String> variables, String... flags) {
        List<String> all = Stream.concat(
                        Stream.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"), Stream.of(flags))
                .toList();
        return ServiceProcess.run(variables, all.toArray(String[]::new));
    }

    private static boolean isOfGateway(String line) {
        return line.contains(" com.linecorp.armeria.")
                || line.contains(" dev.yodel.gateway.")
                || line.contains(" io.netty.");
    }

    /** The server with its own jars alone on the class path. */
    private static Process server(Path lib) throws IOException {
        String own = Stream.of(classPath().split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.contains("armeria")
                        && !entry.contains(Path.of("gateway", "target").toString())
                        && !entry.matches(".*[/\\\\]netty-.*")
                        && !Files.exists(LIB.resolve(Path.of(entry).getFileName())))
                .collect(Collectors.joining(File.pathSeparator));
        return server("-Dyodel.gateway.lib=" + lib, own, "0");
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Process server(String property, String classPath, String httpPort) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            // As the launcher does: without it the JVM warns of Netty's use of Unsafe, on the stream that is read here.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                property,
                "-cp",
                classPath,
                "dev.yodel.service.Main",
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--http-port=" + httpPort));
        return new ProcessBuilder(command).start();
    }
}
