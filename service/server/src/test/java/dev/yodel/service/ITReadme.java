package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.info.Version;
import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documentation's examples, executed. An example is a block marked {@code <!-- test: grpcurl -->}, followed by a
 * block with its complete output; line breaks and indentation are ignored.
 */
class ITReadme {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--admin-port=0");

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final List<Path> DOCUMENTS = List.of(
            ROOT.resolve("README.md"),
            ROOT.resolve("README.zh-CN.md"),
            ROOT.resolve("docs/gateway.md"),
            ROOT.resolve("docs/examples.md"),
            ROOT.resolve("docs/lessons.md"),
            ROOT.resolve("docs/README.md"),
            ROOT.resolve("docs/service.md"),
            ROOT.resolve("docs/behaviors.md"),
            ROOT.resolve("docs/stubs.md"));

    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- test: grpcurl -->\\n```sh\\n(.*?)```\\n\\n```text\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)\\)");

    /** A command of the documentation and its documented output. */
    record Example(String command, String output) {

        @Override
        public String toString() {
            return command.strip();
        }
    }

    @NeedsProgram("grpcurl")
    @ParameterizedTest
    @MethodSource("examples")
    void an_example_prints_what_the_documentation_says(Example example) throws IOException, InterruptedException {
        String printed = shell(example.command()
                .replace("localhost:50051", LOCAL.server().grpcTarget())
                .replace("localhost:50052", LOCAL.server().adminTarget()));

        assertThat(words(printed)).isEqualTo(words(example.output()));
    }

    @Test
    void every_grpcurl_command_is_an_example() throws IOException {
        long commands =
                documents().lines().filter(line -> line.startsWith("grpcurl ")).count();

        assertThat(examples()).hasSize((int) commands).hasSizeGreaterThan(4);
    }

    @Test
    void the_versions_to_depend_on_are_those_of_the_build() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));

        assertThat(find(Pattern.compile("<version>(.*?)</version>"), documents())
                        .map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(version -> assertThat(pom).contains(">" + version + "</"));
        assertThat(documents()).contains("<version>" + Version.current() + "</version>");
    }

    @Test
    void every_linked_file_exists() throws IOException {
        for (Path document : DOCUMENTS) {
            assertThat(find(LINK, Files.readString(document))
                            .map(match ->
                                    document.resolveSibling(match.group(1)).normalize()))
                    .allSatisfy(file -> assertThat(file).exists());
        }
        assertThat(find(LINK, documents())).hasSizeGreaterThan(10);
    }

    static List<Example> examples() throws IOException {
        return find(EXAMPLE, documents())
                .map(match -> new Example(match.group(1), match.group(2)))
                .toList();
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String documents() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path document : DOCUMENTS) {
            text.append(Files.readString(document)).append('\n');
        }
        return text.toString();
    }

    /** Runs a command in the root folder with the real grpcurl; returns what it printed on both streams. */
    private static String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment()
                .merge("PATH", Programs.get("grpcurl").getParent().toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
