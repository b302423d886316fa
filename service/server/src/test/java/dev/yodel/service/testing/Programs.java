package dev.yodel.service.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds installed programs: on the PATH, or where Go puts what it installs. */
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
        return Stream.concat(path, Stream.of(home.resolve("go").resolve("bin")))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
