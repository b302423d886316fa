package dev.yodel.loadtest.plan.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTest {

    @TempDir
    Path folder;

    @Test
    void a_file_is_read_again_when_it_changes() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        try (BearerToken token = BearerToken.ofFile(file)) {
            assertThat(token.authorization()).isEqualTo("Bearer first");

            Files.writeString(file, "second\n");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> token.authorization().equals("Bearer second"));
        }
    }

    @Test
    void a_file_that_is_gone_leaves_the_token_as_it_is() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first");
        Path reads = Files.writeString(folder.resolve("reads"), "");
        String command = "echo x >> %s; cat %s".formatted(reads, file);
        try (BearerToken token = BearerToken.ofCommand(command, Duration.ofMillis(10))) {
            Files.delete(file);
            long before = Files.size(reads);

            await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(reads) > before + 4);

            assertThat(token.authorization()).isEqualTo("Bearer first");
        }
    }

    @Test
    void a_command_is_executed_again() throws Exception {
        Path count = Files.writeString(folder.resolve("count"), "");
        String command = "echo x >> %s; wc -l < %s".formatted(count, count);
        try (BearerToken token = BearerToken.ofCommand(command, Duration.ofMillis(10))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !token.authorization().equals("Bearer 1"));
        }
    }

    @Test
    void what_is_no_token_is_refused() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "two words");

        assertThatThrownBy(() -> BearerToken.ofFile(file))
                .hasMessage("token-file: %s: not a token (expected: one line of printable ASCII without spaces)", file);
        assertThatThrownBy(() -> BearerToken.ofFile(folder.resolve("none")))
                .hasMessage("token-file: %s (expected: a readable file)", folder.resolve("none"));
        assertThatThrownBy(() -> BearerToken.ofCommand("exit 3", Duration.ofMinutes(1)))
                .hasMessageStartingWith("token-command: exit 3: it failed (expected: ");
    }
}
