package dev.yodel.loadtest.target;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line that starts the service in its own JVM. The launcher sets system properties: {@code yodel.service.lib},
 * the folder of the service's jars, or a jar whose manifest lists them; {@code yodel.java}, the java program (default: that of this JVM);
 * {@code yodel.service.jvm}, JVM flags separated by white space.
 */
final class ServiceCommandLine {

    private static final String MAIN = "dev.yodel.service.Main";

    private ServiceCommandLine() {}

    /**
     * The command, word by word.
     *
     * @throws IllegalStateException if {@code yodel.service.lib} is not set
     */
    static List<String> of(int port, int metricsPort) {
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
        command.addAll(
                List.of("-cp", lib.endsWith(".jar") ? lib : Path.of(lib, "*").toString(), MAIN));
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(List.of("--port", String.valueOf(port)));
        command.addAll(List.of("--metrics-port", String.valueOf(metricsPort)));
        // No load balancer needs time to notice: it may stop as soon as its calls have ended.
        command.addAll(List.of("--drain-wait", "0s", "--grace", "2s", "--profile", "load-test"));
        return List.copyOf(command);
    }

    private static List<String> flags(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
