package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of Java in gatling-grpc's README and pages, and in that on simulations, is a complete file that compiles, with Yodel's own stubs. */
class GatlingGrpcDocsTest {

    private static final Path MODULE =
            Path.of("../gatling-grpc").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("^public (?:final )?class (\\w+)", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    Path folder;

    @Test
    void every_block_of_java_compiles_as_it_is() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path page : pages().toList()) {
            Matcher block = JAVA.matcher(Files.readString(page));
            while (block.find()) {
                Matcher name = CLASS.matcher(block.group(1));
                assertThat(name.find())
                        .as("a public class in %s: %s", page, block.group(1))
                        .isTrue();
                Path file = folder.resolve(name.group(1) + ".java");
                assertThat(file).as("a name of its own").doesNotExist();
                files.add(Files.writeString(file, block.group(1)).toString());
            }
        }
        assertThat(files).hasSizeGreaterThan(8);

        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        arguments.addAll(files);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));

        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> page.resolveSibling(link.group(1))))
                .allSatisfy(target -> assertThat(target.normalize()).exists());
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(MODULE.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(docs.sorted().toList());
            pages.add(MODULE.resolve("README.md"));
            pages.add(MODULE.resolve("../../docs/simulations.md").normalize());
            return pages.stream();
        }
    }
}
