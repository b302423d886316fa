package dev.yodel.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticTokensTest {

    private static final String ADA = "0123456789abcdef";
    private static final String MAX = "fedcba9876543210";

    @TempDir
    private Path folder;

    private final List<String> reloads = new ArrayList<>();

    @Test
    void a_token_has_the_name_and_the_scopes_of_its_line() throws IOException {
        StaticTokens tokens = tokens("# comment\n\nada " + ADA + " echo,ops\nmax\t" + MAX + "\n");

        assertThat(tokens.verify(ADA).caller()).isEqualTo(new Caller("ada", Set.of("echo", "ops")));
        assertThat(tokens.verify(MAX).caller()).isEqualTo(new Caller("max", Set.of()));
        assertThat(tokens.verify(ADA.substring(1)).caller()).isNull();
        assertThat(tokens.verify("").caller()).isNull();
    }

    @Test
    void a_changed_file_applies_and_a_broken_one_keeps_the_earlier_tokens() throws IOException {
        StaticTokens tokens = tokens("ada " + ADA);

        write("ada");
        tokens.refresh();
        tokens.refresh();
        assertThat(tokens.verify(ADA).caller()).isNotNull();

        write("max " + MAX);
        tokens.refresh();
        tokens.refresh();
        assertThat(tokens.verify(ADA).caller()).isNull();
        assertThat(tokens.verify(MAX).caller()).isNotNull();

        Files.delete(folder.resolve("tokens"));
        tokens.refresh();
        tokens.refresh();
        assertThat(tokens.verify(MAX).caller()).isNotNull();
        assertThat(reloads).containsExactly("tokens false", "tokens true", "tokens false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada                           | line 1 of FILE has 1 columns (expected: name, token and, optionally, comma-separated scopes)",
                "ada secret-secret-secret a b  | line 1 of FILE has 4 columns (expected: name, token and, optionally, comma-separated scopes)",
                "ada secret                    | line 1 of FILE has a token of 6 characters (expected: at least 16)",
                "# nothing                     | FILE has no token (expected: lines of name, token, scopes)",
            })
    void a_malformed_file_is_refused_without_a_word_of_its_content(String content, String message) {
        assertThatThrownBy(() -> tokens(content))
                .isInstanceOf(IOException.class)
                .hasMessage("token-file: "
                        + message.replace("FILE", folder.resolve("tokens").toString()))
                .hasMessageNotContaining("secret");
    }

    private StaticTokens tokens(String content) throws IOException {
        return new StaticTokens(write(content), (what, succeeded) -> reloads.add(what + " " + succeeded));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("tokens"), content);
    }
}
