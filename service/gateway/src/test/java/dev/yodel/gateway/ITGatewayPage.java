package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the gateway's page print what it says. */
class ITGatewayPage {

    private static final Path PAGE = Path.of("../../docs/gateway.md");

    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- test: curl -->\\n```sh\\n(.*?)```\\n\\n```text\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess();

    record Example(String command, String output) {}

    @NeedsProgram("curl")
    @ParameterizedTest
    @MethodSource("examples")
    void a_command_prints_what_the_page_says(Example example) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        example.command()
                                .replace("localhost:8080", GATEWAY.service().gatewayUrl()))
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r", ""))
                .isEqualTo(example.output());
    }

    @Test
    void every_curl_command_is_an_example() throws IOException {
        assertThat(Files.readString(PAGE).lines().filter(line -> line.matches("(printf.*\\| )?curl .*")))
                .hasSize((int) examples().stream()
                        .flatMap(example -> example.command().lines())
                        .count());
    }

    static List<Example> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(match -> new Example(match.group(1), match.group(2)))
                .toList();
    }
}
