package dev.yodel.service.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds installed programs: on the PATH, where Go puts what it installs, or where {@code .ci/run} does. */
public final class Programs {

    private Programs() {}

    /** The executable of a program that {@link NeedsProgram} has made sure of. */
    public static Path get(String name) {
        return find(name, System.getenv()).orElseThrow(() -> new NoSuchElementException(name));
    }

    static Optional<Path> find(String name, Map<String, String> environment) {
        Stream<Path> path = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        Path ci = ofRepository();
        Stream<Path> installed = Stream.of(
                home.resolve("go").resolve("bin"),
                ci.resolve("target/bin"),
                ci.resolve("target/python/bin"),
                ci.resolve("node_modules/.bin"));
        return Stream.concat(path, installed)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The folder of {@code .ci/run}, seen from any module. */
    private static Path ofRepository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(".ci")) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder.resolve(".ci");
    }
}
