package dev.yodel.loadtest.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Expected texts, as files in the test resources. */
public final class Golden {

    private static final Path FOUND = Path.of("target", "golden");

    private Golden() {}

    /** A text that differs is kept in target/golden: to accept it, copy it over the file. */
    public static void assertIs(String file, String text) throws IOException {
        if (!text.equals(read(file))) {
            Files.createDirectories(FOUND);
            Files.writeString(FOUND.resolve(file), text);
        }
        assertThat(text).as(file).isEqualTo(read(file));
    }

    public static String read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
