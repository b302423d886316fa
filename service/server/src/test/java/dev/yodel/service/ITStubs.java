package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.info.Version;
import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page docs/stubs.md, executed: each language in an empty folder, with the archive of proto files that the build made.
 * A block marked {@code <!-- file: LANGUAGE NAME -->} is written to a file; one marked {@code <!-- run: LANGUAGE … -->} is
 * executed, and prints what the block after it contains, if there is one.
 */
class ITStubs {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs/stubs.md");

    private static final Pattern STEP = Pattern.compile(
            "<!-- (?:run: (?<languages>[a-z ]+)|file: (?<language>\\w+) (?<file>\\S+)) -->\\n"
                    + "```\\w+\\n(?<text>.*?)```(?:\\n\\n```text\\n(?<output>.*?)```)?",
            Pattern.DOTALL);

    private static final Pattern SHELL = Pattern.compile("(?<before>.*)\\n```sh\\n");
    private static final Pattern INSTALL = Pattern.compile("<!-- install -->\\n```sh\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PINNED = Pattern.compile("([\\w-]+)(?:@|==|:)(v?\\d+(?:\\.\\d+)+)");

    @TempDir
    Path folder;

    @Test
    @NeedsProgram({"unzip", "protoc", "protoc-gen-go", "protoc-gen-go-grpc"})
    void go_stubs_are_generated() throws IOException, InterruptedException {
        walk("go", "protoc", "protoc-gen-go", "protoc-gen-go-grpc", "unzip");
    }

    @Test
    @NeedsProgram({"unzip", "python-grpc-tools-protoc"})
    void python_stubs_are_generated_and_greet() throws IOException, InterruptedException {
        // Its folder has the Python that it is installed in, too.
        walk("python", "python-grpc-tools-protoc", "unzip");
    }

    @Test
    @NeedsProgram({"unzip", "node", "npx", "proto-loader-gen-types"})
    void node_loads_the_proto_files_and_greets() throws IOException, InterruptedException {
        Path bin = Programs.get("proto-loader-gen-types").getParent();
        Path modules = Files.createSymbolicLink(folder.resolve("node_modules"), bin.getParent());
        try {
            walk("node", "node", "npx", "unzip");
        } finally {
            Files.delete(modules);
        }
    }

    @Test
    @NeedsProgram({"unzip", "protoc", "protoc-gen-grpckt"})
    void kotlin_stubs_are_generated() throws IOException, InterruptedException {
        walk("kotlin", "protoc", "protoc-gen-grpckt", "unzip");
    }

    @Test
    @NeedsProgram({
        "unzip",
        "buf",
        "protoc",
        "protoc-gen-go",
        "protoc-gen-go-grpc",
        "protoc-gen-grpckt",
        "protoc-gen-grpc-java"
    })
    void stubs_of_several_languages_are_generated_by_buf() throws IOException, InterruptedException {
        Files.copy(ROOT.resolve("examples/buf.gen.yaml"), folder.resolve("buf.gen.yaml"));

        walk("buf", "buf", "protoc", "protoc-gen-go", "protoc-gen-grpckt", "protoc-gen-grpc-java", "unzip");
    }

    @Test
    void the_java_program_greets() throws IOException, InterruptedException {
        walk("java");

        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(output(
                        new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", absolute(classPath), "Greet.java")))
                .isEqualTo("Hello, Ada!");
    }

    @Test
    void what_the_page_installs_is_what_the_tests_use() throws IOException {
        String installed = Files.readString(ROOT.resolve(".ci/run"))
                + Files.readString(ROOT.resolve(".ci/requirements.txt"))
                + Files.readString(ROOT.resolve(".ci/package.json"));
        Stream<MatchResult> pinned = INSTALL.matcher(page())
                .results()
                .flatMap(block -> PINNED.matcher(block.group(1)).results());

        assertThat(pinned)
                .hasSize(10)
                .allSatisfy(program -> assertThat(installed)
                        .containsPattern(
                                Pattern.quote(program.group(1)) + "(@|==|:|\": \")" + Pattern.quote(program.group(2))));
    }

    @Test
    void every_command_is_marked() throws IOException {
        assertThat(SHELL.matcher(page()).results().map(match -> match.group(1)))
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        marker -> assertThat(marker).matches("<!-- (run: .*|test: grpcurl|install|build|not run) -->"));
    }

    /** Takes the steps of a language, in a shell that finds the programs named before all others. */
    private void walk(String language, String... programs) throws IOException, InterruptedException {
        String archive = "yodel-proto-" + Version.current() + "-protos.zip";
        Path built = ROOT.resolve("proto/target").resolve(archive);
        assertThat(built).as("made by mvn package -pl proto").isRegularFile();
        Files.copy(built, folder.resolve(archive));

        for (MatchResult step : STEP.matcher(page()).results().toList()) {
            String text =
                    step.group(4).replace("localhost:50051", LOCAL.server().grpcTarget());
            if (language.equals(step.group(2))) {
                Files.writeString(folder.resolve(step.group(3)), text);
            } else if (step.group(1) != null
                    && List.of(step.group(1).split(" ")).contains(language)) {
                String printed = output(shell(text, programs));
                if (step.group(5) != null) {
                    assertThat(printed).as(text).isEqualTo(step.group(5).strip());
                }
            }
        }
    }

    private static ProcessBuilder shell(String command, String... programs) {
        Set<String> path = new LinkedHashSet<>();
        for (String program : programs) {
            path.add(Programs.get(program).toAbsolutePath().getParent().toString());
        }
        path.add(System.getenv("PATH"));
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", command);
        shell.environment().put("PATH", String.join(File.pathSeparator, path));
        shell.environment().put("LC_ALL", "C");
        // What is missing is an error, not a download.
        shell.environment().put("npm_config_offline", "true");
        return shell;
    }

    /** Runs a process in the folder, which has to succeed; returns what it printed on stdout. */
    private String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String printed = Files.readString(out).strip();
        assertThat(ended ? process.exitValue() : "still running after 90 s")
                .as("%s%n%s%n%s", builder.command(), printed, Files.readString(err))
                .isEqualTo(0);
        return printed;
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                Arrays.stream(classPath.split(Pattern.quote(File.pathSeparator)))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }
}
