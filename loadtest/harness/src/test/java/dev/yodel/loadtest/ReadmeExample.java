package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example of the README that needs a server of its own: what follows the target, word by word. */
final class ReadmeExample {

    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

    private ReadmeExample() {}

    /** The flags of the example with that mark, such as {@code <!-- test: tls -->}. */
    static String[] flags(String mark) throws IOException {
        Matcher example = Pattern.compile(
                        "<!-- test: " + mark + " -->\\n```sh\\n\\./yodel load localhost:\\d+ (.*)\\n```")
                .matcher(Files.readString(Path.of("../../README.md")));
        assertThat(example.find()).as("the README has an example of %s", mark).isTrue();
        return WORD.matcher(example.group(1).replaceFirst("--duration \\S+", "--duration 1s"))
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
    }
}
