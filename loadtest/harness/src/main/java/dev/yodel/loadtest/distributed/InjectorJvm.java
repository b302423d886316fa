package dev.yodel.loadtest.distributed;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The command line of an injector: the Java, the flags and the jars of this process. */
public final class InjectorJvm {

    /** What only the first JVM may write, what a debugger listens on, and what is said of its own terminal. */
    private static final Pattern OWN =
            Pattern.compile("-XX:(AOTCacheOutput|ArchiveClassesAtExit)=.*|-agentlib:.*|-Dyodel\\.terminal=.*");

    private InjectorJvm() {}

    /**
     * The command.
     *
     * @param seat such as {@code 0/4}, the first of four; the first part may be the name of an environment variable that has it
     * @param arguments those of {@code yodel}
     */
    public static List<String> command(String seat, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !OWN.matcher(argument).matches())
                .forEach(command::add);
        command.add("-Dyodel.injector=" + seat);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.yodel.loadtest.Yodel"));
        command.addAll(arguments);
        return command;
    }
}
