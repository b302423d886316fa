package dev.yodel.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs that are not built here: on the PATH, or installed by {@code .ci/run} in its folder. If one is missing, the test
 * that asks for it is skipped with a line that names it; with {@code CI=true} in the environment it fails.
 */
public final class OutsideProgram {

    private final Path ci;
    private final Map<String, String> environment;
    private final Path skipped;

    /** Looks in the environment of this JVM. */
    public OutsideProgram() {
        this(ofRepository(), System.getenv(), Path.of("target", "not-installed.txt"));
    }

    /** @param skipped gets a line for each test that is skipped; the build ends with those of all modules */
    OutsideProgram(Path ci, Map<String, String> environment, Path skipped) {
        this.ci = ci;
        this.environment = environment;
        this.skipped = skipped;
    }

    /** A program, by its name. */
    public Path program(String name) {
        return find(name).orElseGet(() -> absent(name));
    }

    /** A program that need not be there, by its name. */
    public Optional<Path> find(String name) {
        Stream<Path> path = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.concat(Stream.of(ci.resolve("target/bin")), path)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A file or folder, by its path in the folder of {@code .ci/run}. */
    public Path installed(String path) {
        Path found = ci.resolve(path);
        return Files.exists(found) ? found : absent(".ci/" + path);
    }

    /** The folder of {@code .ci/run}, seen from any module. */
    private static Path ofRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(".ci")) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder.resolve(".ci");
    }

    /** The test class that asks. */
    private static String test() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(frame -> frame.getClassName().replaceFirst(".*\\.", ""))
                        .filter(name -> name.matches("IT\\w+|\\w+Test"))
                        .findFirst()
                        .orElse("a test"));
    }

    private Path absent(String what) {
        if ("true".equals(environment.get("CI"))) {
            return fail("not installed: %s (expected: by .ci/run, because CI=true)", what);
        }
        return skip("not installed: " + what, what);
    }

    /** Skips a test that needs what is not there by default, also in CI, with a line that says what. */
    public <T> T skip(String what) {
        return skip(what, what);
    }

    private <T> T skip(String why, String what) {
        System.out.println("SKIPPED, " + why);
        try {
            Files.writeString(
                    skipped, test() + " (" + what + ")\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return abort(why);
    }
}
