package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program, as the launcher starts it, in a folder of its own. */
public final class Program implements AutoCloseable {

    private static final Pattern SERVICE_PID = Pattern.compile("^service .*\\bpid=(\\d+)$", Pattern.MULTILINE);

    private final Process process;
    private final Path folder;

    private Program(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static Program start(Path folder, String... arguments) throws IOException {
        return start(serviceLib(), folder, arguments);
    }

    static Program start(String serviceLib, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dyodel.service.lib=" + serviceLib,
                "-Dyodel.service.jvm=-XX:+UseParallelGC -Xmx256m --enable-native-access=ALL-UNNAMED",
                "-cp",
                lib("yodel.harness.lib") + File.separator + "*",
                Yodel.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        return new Program(process, folder);
    }

    /** The exit code. */
    public int exit() throws InterruptedException {
        assertThat(process.waitFor(90, TimeUnit.SECONDS))
                .as("ended within 90 s")
                .isTrue();
        return process.exitValue();
    }

    /** Gives it all that there is on standard input. */
    void input(String text) throws IOException {
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(text);
        }
    }

    /** Waits until standard output has a line that contains the text. */
    void awaitOutput(String text) throws IOException, InterruptedException {
        awaitOutput(Pattern.compile(text, Pattern.LITERAL));
    }

    /** Waits until standard output has something that the pattern finds. */
    void awaitOutput(Pattern text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!text.matcher(out()).find()) {
            assertThat(process.isAlive())
                    .as("runs until it says '%s'; said: %s%s", text, out(), err())
                    .isTrue();
            assertThat(System.nanoTime() - deadline)
                    .as("says '%s' within 60 s; said: %s", text, out())
                    .isNegative();
            Thread.sleep(20);
        }
    }

    /** Sends a signal as the shell does. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /**
     * Interrupts it as Ctrl-C does; ends it as service managers do where it would not hear of that.
     *
     * @return the exit code that the shell then sees
     */
    int interrupt() throws IOException, InterruptedException {
        boolean heard = !ignoresInterrupt();
        signal(heard ? "INT" : "TERM");
        return heard ? 130 : 143;
    }

    /** A shell that runs a command in the background has it ignore Ctrl-C, and children inherit that. */
    static boolean ignoresInterrupt() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .sum();
        return (ignored & 0b10) != 0;
    }

    public String out() throws IOException {
        return Files.readString(folder.resolve("stdout"), StandardCharsets.UTF_8);
    }

    public String err() throws IOException {
        return Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8);
    }

    /** The process of the service that it told of. */
    public ProcessHandle service() throws IOException {
        Matcher pid = SERVICE_PID.matcher(out());
        assertThat(pid.find()).as("tells the service's pid: %s", out()).isTrue();
        return ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
    }

    /** Processes that it started and that still run. */
    List<ProcessHandle> children() {
        return process.descendants().filter(ProcessHandle::isAlive).toList();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = children();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    static String serviceLib() {
        return lib("yodel.service.lib");
    }

    private static String lib(String property) {
        Path folder = Path.of(System.getProperty(property, "not-set"));
        assertThat(folder)
                .as("%s: built by `mvn package`, service before harness", property)
                .isDirectory();
        return folder.toString();
    }
}
