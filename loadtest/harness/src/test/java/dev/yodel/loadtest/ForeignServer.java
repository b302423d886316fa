package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gRPC server of another language, on a port of its own choice that it tells. Closing it kills it. */
final class ForeignServer implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("^Listening on (127\\.0\\.0\\.1:\\d+)$", Pattern.MULTILINE);

    private final Process process;
    private final Path log;
    private final Thread endedWithUs;

    private ForeignServer(Process process, Path log) {
        this.process = process;
        this.log = log;
        // For the test run that is itself cut off.
        endedWithUs = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endedWithUs);
    }

    static ForeignServer start(Path folder, Map<String, String> environment, String... command) throws IOException {
        Path log = folder.resolve("server.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ForeignServer(builder.start(), log);
    }

    /** The path of a server's source among the test resources. */
    static String source(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ForeignServer.class.getResource("foreign/" + name))
                        .toURI())
                .toString();
    }

    /** Where it listens, as soon as it does. */
    String target() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            boolean alive = process.isAlive();
            String said = Files.readString(log);
            Matcher listens = LISTENS.matcher(said);
            if (listens.find()) {
                return listens.group(1);
            }
            assertThat(alive).as("runs until it listens; said: %s", said).isTrue();
            assertThat(System.nanoTime() - deadline)
                    .as("listens within 30 s; said: %s", said)
                    .isNegative();
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        Runtime.getRuntime().removeShutdownHook(endedWithUs);
    }
}
