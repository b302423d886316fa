package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/security.md, executed from top to bottom: each block marked {@code <!-- test: security -->} runs in one folder. A
 * line that starts the service replaces the one before; a block of output after a command is what it has to print.
 */
class ITSecurityPage {

    private static final Pattern BLOCK =
            Pattern.compile("<!-- test: security -->\\n```sh\\n(.*?)```(?:\\n\\n```text\\n(.*?)```)?", Pattern.DOTALL);

    private static final String SERVE = "./yodel serve ";

    @TempDir
    private Path folder;

    @Test
    @NeedsProgram({"openssl", "grpcurl"})
    void every_command_does_what_the_page_says() throws IOException, InterruptedException {
        String page = Files.readString(Path.of("../../docs/security.md"));
        List<MatchResult> blocks = BLOCK.matcher(page).results().toList();
        assertThat(blocks).hasSize((int) page.lines().filter("```sh"::equals).count());

        YodelServer server = null;
        try {
            for (MatchResult block : blocks) {
                String command = block.group(1).strip();
                if (command.startsWith(SERVE)) {
                    close(server);
                    server = start(command.substring(SERVE.length()));
                } else {
                    String printed =
                            shell(server == null ? command : command.replace("localhost:50051", server.grpcTarget()));
                    if (block.group(2) != null) {
                        assertThat(words(printed)).as(command).isEqualTo(words(block.group(2)));
                    }
                }
            }
        } finally {
            close(server);
        }
    }

    private static void close(@Nullable YodelServer server) {
        if (server != null) {
            server.close();
        }
    }

    private YodelServer start(String flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("--host=127.0.0.1", "--port=0", "--metrics-port=0"));
        Arrays.stream(flags.replace("'", "").split(" "))
                .map(flag -> Files.exists(folder.resolve(flag))
                        ? folder.resolve(flag).toString()
                        : flag)
                .forEach(all::add);
        return YodelServer.start(ServiceCommand.parse(Map.of(), all.toArray(String[]::new)));
    }

    private String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
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
