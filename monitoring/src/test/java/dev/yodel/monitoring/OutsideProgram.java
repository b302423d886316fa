package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that is not built here. */
final class OutsideProgram {

    private OutsideProgram() {}

    /** Its path; where there is none, skips the test, or fails it with CI=true. */
    static String find(String name, String where) {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(entry -> Path.of(entry, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail("%s is not on PATH, and CI=true (expected: %s)".formatted(name, where));
        }
        if (found.isEmpty()) {
            System.out.printf("skipped: %s is not on PATH (%s)%n", name, where);
        }
        assumeTrue(found.isPresent(), name + " is not on PATH");
        return found.orElseThrow().toString();
    }
}
