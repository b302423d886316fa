package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.target.ServiceProcess;
import dev.yodel.testing.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the READMEs, executed: every load of Yodel's own service and the simulation, with shorter durations.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ITReadme {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String SERVICE = "localhost:50051";

    private static final Pattern LOAD = Pattern.compile("^\\./yodel (load " + SERVICE + " .*)$", Pattern.MULTILINE);

    private static final Pattern CALL = Pattern.compile("^\\./yodel (call " + SERVICE + ".*)$", Pattern.MULTILINE);

    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private ServiceProcess service;
    private String target;

    @BeforeAll
    void startService(@TempDir Path logs) throws Exception {
        Program.serviceLib();
        service = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        target = service.started().toCompletableFuture().get().target().toString();
    }

    @AfterAll
    void endService() {
        service.close();
    }

    @ParameterizedTest
    @MethodSource("loads")
    void a_load_measures_what_it_says(String command) throws Exception {
        Path out = folder.resolve("out");
        Files.writeString(folder.resolve("people.csv"), "name,language\nAda,en\nGrace,de\n");
        List<String> flags = new ArrayList<>();
        WORD.matcher(command.replace(SERVICE, target).replaceFirst("--duration \\S+", "--duration 1s --warm-up 0s"))
                .results()
                .forEach(word -> flags.add(word.group().replace("'", "")));
        flags.addAll(List.of("--live-port", "0", "--out", out.toString()));

        int suspect = command.contains("--expect") ? 4 : 0; // which a busy machine may be
        try (Program program = Program.start(folder, flags.toArray(String[]::new))) {
            assertThat(program.exit()).as(program.err() + program.out()).isIn(0, suspect);
        }

        JsonNode result = ResultSchema.assertValid(Files.readString(out.resolve("result.json")));
        assertThat(result.get("requests")).singleElement().satisfies(request -> {
            assertThat(command).contains("/" + request.get("name").asText());
            assertThat(request.get("ok").asLong()).isPositive();
            assertThat(request.get("failed").asLong()).isZero();
        });
        assertThat(out.resolve("latencies.hlog")).isNotEmptyFile();
    }

    @Test
    void every_readme_with_loads_has_one_here() throws IOException {
        assertThat(loads()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_call_succeeds(String command) throws Exception {
        List<String> words = WORD.matcher(command.replace(SERVICE, target))
                .results()
                .map(word -> word.group().replace("'", ""))
                .toList();

        try (Program program = Program.start(folder, words.toArray(String[]::new))) {
            program.input("{\"message\": \"typed\"}");
            assertThat(program.exit()).as(program.err() + program.out()).isZero();
            assertThat(program.out()).isNotEmpty();
        }
    }

    @Test
    void the_simulation_runs() throws Exception {
        String simulation = java().get(0)
                .replace(SERVICE, target)
                .replaceFirst("constantUsersPerSec\\(\\d+\\)\\.during\\(\\d+\\)", "constantUsersPerSec(5).during(2)");
        assertThat(simulation).as("made shorter").contains("constantUsersPerSec(5)");
        compile("GreetSimulation", simulation);

        Path said = folder.resolve("said");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Dgatling.conf.file=gatling-report.conf",
                "-Djava.util.prefs.PreferencesFactory=dev.yodel.loadtest.engine.QuietPreferences",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "--simulation",
                "GreetSimulation",
                "--no-reports",
                "--results-folder",
                folder.toString());
        int exitCode;
        try (RunningProgram gatling = RunningProgram.start(said, command)) {
            exitCode = gatling.awaitEnd(Duration.ofSeconds(180));
        }

        // Ten users, each with a greeting and a chat: all, those that went well, those that failed.
        assertThat(Files.readString(said)).containsPattern("(?s)> Global +\\| +20 +\\| +20 +\\| +[-0]");
        assertThat(exitCode).isZero();
    }

    static Stream<String> loads() throws IOException {
        String readmes = Files.readString(ROOT.resolve("README.md"))
                + Files.readString(ROOT.resolve("loadtest/harness/README.md"));
        return LOAD.matcher(readmes).results().map(match -> match.group(1)).toList().stream();
    }

    static Stream<String> calls() throws IOException {
        return Stream.of("README.md", "docs/call.md")
                .flatMap(page -> CALL.matcher(read(page)).results())
                .map(match -> match.group(1))
                .distinct();
    }

    private static String read(String page) {
        try {
            return Files.readString(ROOT.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java() throws IOException {
        return JAVA.matcher(Files.readString(ROOT.resolve("loadtest/gatling-grpc/README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private void compile(String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);

        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());

        assertThat(code).as("compiles: %s", source).isZero();
    }
}
