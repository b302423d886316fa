package dev.yodel.loadtest.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Expected texts, as files in the test resources. */
public final class Golden {

    private Golden() {}

    public static void assertIs(String file, String text) throws IOException {
        assertThat(text).as(file).isEqualTo(read(file));
    }

    public static String read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
