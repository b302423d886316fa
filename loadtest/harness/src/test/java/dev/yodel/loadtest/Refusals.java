package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.testing.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Commands that end on bad input, one after the other in one JVM for all tests: the real program with the jars and flags it
 * always has, but started once instead of for each mistake. Thread-safe.
 */
final class Refusals {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static @Nullable Refusals shared;

    private final RunningProgram process;
    private final Path folder;
    private int number;
    private int outRead;
    private int errRead;

    private Refusals(RunningProgram process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Executes a command. It must not need a working folder: that is one below {@code target}. */
    static synchronized Ended run(String... arguments) throws IOException {
        if (shared == null) {
            shared = start();
        }
        return shared.execute(arguments);
    }

    /** The command asked for has left no file in the working folder. */
    static synchronized void assertNothingLeft() throws IOException {
        if (shared != null) {
            try (var files = Files.list(shared.folder)) {
                assertThat(files)
                        .extracting(Path::getFileName)
                        .containsExactlyInAnyOrder(Path.of("stdout"), Path.of("stderr"));
            }
        }
    }

    private static Refusals start() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "refusals");
        List<String> command = new ArrayList<>(List.of(Program.java(), "-Dyodel.service.lib=" + Program.serviceLib()));
        command.addAll(ClassArchive.flags(Path.of(Program.harnessLib())));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, command.get(classPath) + File.pathSeparator + testClasses());
        command.add(SeveralCommands.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        return new Refusals(RunningProgram.start(folder.resolve("stdout"), builder), folder);
    }

    private static Path testClasses() {
        try {
            return Path.of(SeveralCommands.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Ended execute(String... arguments) throws IOException {
        process.type(JSON.writeValueAsString(arguments) + "\n");
        String ended = SeveralCommands.ended(number++);
        String code =
                process.await(Pattern.compile("^" + ended + "(\\d+)\\n", Pattern.MULTILINE), Duration.ofSeconds(60));
        String out = process.output();
        String err = Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8);
        Ended result =
                new Ended(Integer.parseInt(code), out.substring(outRead, out.indexOf(ended)), err.substring(errRead));
        outRead = out.length();
        errRead = err.length();
        return result;
    }

    /** How a command ended, and what it printed. */
    record Ended(int code, String out, String err) {}
}
