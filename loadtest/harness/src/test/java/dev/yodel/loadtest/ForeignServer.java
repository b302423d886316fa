package dev.yodel.loadtest;

import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A gRPC server in another language, on a port that it chooses and prints. Closing it kills it.
 *
 * @param program its process
 */
record ForeignServer(RunningProgram program) implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("^Listening on (127\\.0\\.0\\.1:\\d+)$", Pattern.MULTILINE);

    private static final Pattern LISTENS_ON_SOCKET = Pattern.compile("^Listening on (/.+)$", Pattern.MULTILINE);

    static ForeignServer start(Path folder, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ForeignServer(RunningProgram.start(folder.resolve("server.log"), builder));
    }

    /** The path of its Unix domain socket, as soon as it listens. */
    String socket() throws IOException {
        return program.await(LISTENS_ON_SOCKET, Duration.ofSeconds(30));
    }

    /** The path of a server's source among the test resources. */
    static String source(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ForeignServer.class.getResource("foreign/" + name))
                        .toURI())
                .toString();
    }

    /** Its address, as soon as it listens. */
    String target() throws IOException {
        return program.await(LISTENS, Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        program.kill();
    }
}
