package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the lessons that call by curl or grpcurl print what belongs to their lesson; others have tests elsewhere. */
class ITLessonsPage {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Pattern LESSON = Pattern.compile("(?m)^\\| ([^|]+) \\| .*?\\| `([^`]+)`.*\\|$");

    private static final Map<String, String> PRINTED = Map.of(
            "welcome", "\"greeting\":\"Hello, World!\"",
            "echo", "\"message\":\"hi\"",
            "framing: messages in a stream of bytes", "\"seq\":\"2\"",
            "flow control", "\"seq\":\"2\"",
            "HTTP: methods, statuses, languages", "Bonjour, Ada",
            "forms", "\"message\":\"a b\\u0026c\"",
            "caching", "etag: ",
            "proxy", "{",
            "failures, retries, deadlines", "HTTP/1.1 ");

    /** By other tests and scripts: ITRoom and ITChatPage, ITLoadStreams, ITTls, ITWebSocket, ITDemo and those that are named. */
    private static final List<String> ELSEWHERE = List.of(
            "./yodel chat alm --as Ada",
            "./yodel load localhost:50051 --call yodel.v1.EchoService/Chat --streams 1000 --duration 10s",
            "./yodel serve --tls-cert cert.pem --tls-key key.pem",
            "new WebSocket(\"ws://localhost:8080/v1/echo:chat\")",
            "examples/test-stubs",
            "deploy/envoy/test",
            "./yodel demo");

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess();

    record Lesson(String name, String command) {}

    @NeedsProgram({"curl", "grpcurl"})
    @ParameterizedTest
    @MethodSource("called")
    void a_command_prints_what_belongs_to_its_lesson(Lesson lesson) throws IOException, InterruptedException {
        URI gateway = URI.create(GATEWAY.service().gatewayUrl());
        ProcessBuilder shell = new ProcessBuilder(
                        "sh", "-c", lesson.command().replace("localhost:8080", gateway.getAuthority()))
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        shell.environment()
                .merge("PATH", Programs.get("grpcurl").getParent().toString(), (path, bin) -> bin + ":" + path);
        Process process = shell.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(PRINTED.get(lesson.name()));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void every_command_is_tried_somewhere() throws IOException {
        assertThat(lessons().map(Lesson::command).filter(command -> !isCall(command)))
                .containsExactlyInAnyOrderElementsOf(ELSEWHERE);
        assertThat(called().map(Lesson::name)).containsExactlyInAnyOrderElementsOf(PRINTED.keySet());
    }

    static Stream<Lesson> called() throws IOException {
        return lessons().filter(lesson -> isCall(lesson.command()));
    }

    private static Stream<Lesson> lessons() throws IOException {
        return LESSON.matcher(Files.readString(ROOT.resolve("docs/lessons.md")))
                .results()
                .map((MatchResult row) -> new Lesson(row.group(1), row.group(2).replace("\\|", "|")));
    }

    private static boolean isCall(String command) {
        return command.startsWith("curl ") || command.startsWith("grpcurl ");
    }
}
