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
 * What the README says, held against what is. An example is a block marked {@code <!-- test: grpcurl -->}, followed by
 * a block with all that it prints; where it breaks its lines and how far it indents does not count.
 */
class ITReadme {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- test: grpcurl -->\\n```sh\\n(.*?)```\\n\\n```text\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)\\)");

    /** A command of the README, and what it says that it prints. */
    record Example(String command, String output) {

        @Override
        public String toString() {
            return command.strip();
        }
    }

    @NeedsProgram("grpcurl")
    @ParameterizedTest
    @MethodSource("examples")
    void an_example_prints_what_the_readme_says(Example example) throws IOException, InterruptedException {
        String target = LOCAL.server().grpcTarget();

        String printed = shell(example.command().replace("localhost:50051", target));

        assertThat(words(printed)).isEqualTo(words(example.output()));
    }

    @Test
    void every_grpcurl_command_is_an_example() throws IOException {
        long commands =
                readme().lines().filter(line -> line.startsWith("grpcurl ")).count();

        assertThat(examples()).hasSize((int) commands).hasSizeGreaterThan(4);
    }

    @Test
    void the_versions_to_depend_on_are_those_of_the_build() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));

        assertThat(find(Pattern.compile("<version>(.*?)</version>"), readme()).map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(version -> assertThat(pom).contains(">" + version + "</"));
        assertThat(readme()).contains("<version>" + Version.current() + "</version>");
    }

    @Test
    void what_it_links_to_is_there() throws IOException {
        assertThat(find(LINK, readme()).map(match -> ROOT.resolve(match.group(1))))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).exists());
    }

    static List<Example> examples() throws IOException {
        return find(EXAMPLE, readme())
                .map(match -> new Example(match.group(1), match.group(2)))
                .toList();
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
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
