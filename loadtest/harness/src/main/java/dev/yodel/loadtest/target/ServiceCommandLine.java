package dev.yodel.loadtest.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts the service in a JVM of its own. The launcher says by system property where the service is and
 * how to run it: {@code yodel.service.lib}, its folder of jars, or a jar whose manifest names the others; {@code yodel.java}, the java program, else this JVM's;
 * {@code yodel.service.jvm}, flags for its JVM, separated by white space.
 */
public final class ServiceCommandLine {

    private static final String MAIN = "dev.yodel.service.Main";

    private ServiceCommandLine() {}

    /**
     * The command, word by word.
     *
     * @throws IllegalStateException if nobody said where the service is
     */
    public static List<String> of(int port, int metricsPort) {
        String lib = System.getProperty("yodel.service.lib", "");
        if (lib.isEmpty()) {
            throw new IllegalStateException(
                    "yodel.service.lib: not set (expected: the folder of the service's jars, or --target host:port)");
        }
        List<String> command = new ArrayList<>();
        command.add(System.getProperty(
                "yodel.java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags(System.getProperty("yodel.service.jvm", "")));
        command.addAll(List.of("-cp", lib.endsWith(".jar") ? lib : Path.of(lib, "*").toString(), MAIN));
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(List.of("--port", String.valueOf(port)));
        command.addAll(List.of("--metrics-port", String.valueOf(metricsPort)));
        // Nobody balances over it: it may go as soon as its calls have.
        command.addAll(List.of("--drain-wait", "0s", "--grace", "2s"));
        return List.copyOf(command);
    }

    private static List<String> flags(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
