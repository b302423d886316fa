package dev.yodel.gatling.grpc.call;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The certificates that tests use; {@code tls/make.sh} made them. */
final class TestTls {

    private TestTls() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestTls.class.getResource("/tls/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String path(String name) {
        return file(name).toString();
    }
}
