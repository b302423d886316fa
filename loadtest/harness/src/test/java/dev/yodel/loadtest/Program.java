package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program as the launcher starts it, in a given folder. */
public final class Program implements AutoCloseable {

    private static final Pattern SERVICE_PID = Pattern.compile("^service .*\\bpid=(\\d+)$", Pattern.MULTILINE);

    private final RunningProgram process;
    private final Path folder;

    private Program(RunningProgram process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static Program start(Path folder, String... arguments) throws IOException {
        return start(serviceLib(), folder, arguments);
    }

    static Program start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return start(List.of(), serviceLib(), folder, environment, arguments);
    }

    static Program start(String serviceLib, Path folder, String... arguments) throws IOException {
        return start(List.of(), serviceLib, folder, arguments);
    }

    /** With flags of the JVM. */
    static Program start(List<String> jvm, String serviceLib, Path folder, String... arguments) throws IOException {
        return start(jvm, serviceLib, folder, Map.of(), arguments);
    }

    private static Program start(
            List<String> jvm, String serviceLib, Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-Dyodel.service.lib=" + serviceLib,
                "-Dyodel.service.jvm=-XX:+UseParallelGC -Xmx256m --enable-native-access=ALL-UNNAMED"));
        command.addAll(ClassArchive.flags(Path.of(harnessLib())));
        command.add(Yodel.class.getName());
        command.addAll(1, jvm);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        return new Program(RunningProgram.start(folder.resolve("stdout"), builder), folder);
    }

    /** Waits for its end; returns the exit code. */
    public int exit() throws IOException, InterruptedException {
        return process.awaitEnd(Duration.ofSeconds(180));
    }

    /** Writes everything that its standard input has. */
    void input(String text) throws IOException {
        process.input(text);
    }

    /** Types on its standard input, which stays open. */
    void type(String text) throws IOException {
        process.type(text);
    }

    /** Waits until standard output contains the text. */
    void awaitOutput(String text) throws IOException {
        awaitOutput(Pattern.compile(text, Pattern.LITERAL));
    }

    /** Waits until the pattern finds something in standard output; returns its group, or all of it. */
    String awaitOutput(Pattern text) throws IOException {
        return process.await(text, Duration.ofSeconds(180));
    }

    void signal(String name) throws IOException, InterruptedException {
        process.signal(name);
    }

    /**
     * Interrupts it as Ctrl-C does, or sends SIGTERM as service managers do where it ignores Ctrl-C.
     *
     * @return the exit code that the shell then sees
     */
    int interrupt() throws IOException, InterruptedException {
        return process.interrupt();
    }

    public String out() throws IOException {
        return process.output();
    }

    public String err() throws IOException {
        return Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8);
    }

    /** The process of the service, by the pid that it printed. */
    public ProcessHandle service() throws IOException {
        Matcher pid = SERVICE_PID.matcher(out());
        assertThat(pid.find()).as("prints the service's pid: %s", out()).isTrue();
        return ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
    }

    /** Processes that it started and that are still running. */
    List<ProcessHandle> children() {
        return process.children();
    }

    @Override
    public void close() {
        process.kill();
    }

    static String serviceLib() {
        return lib("yodel.service.lib");
    }

    static String harnessLib() {
        return lib("yodel.harness.lib");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String lib(String property) {
        Path folder = Path.of(System.getProperty(property, "not-set"));
        assertThat(folder)
                .as("%s: built by `mvn package`, service before harness", property)
                .isDirectory();
        return folder.toString();
    }
}
