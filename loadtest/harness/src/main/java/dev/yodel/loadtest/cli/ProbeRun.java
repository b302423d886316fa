package dev.yodel.loadtest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.report.json.SavedResult;
import dev.yodel.loadtest.search.Point;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One run of {@code load} at a rate, in a process of its own: no run heats up or fills the heap for the next one. */
final class ProbeRun {

    /** What only the first JVM may write, and what a debugger listens on. */
    private static final Pattern OWN = Pattern.compile("-XX:(AOTCacheOutput|ArchiveClassesAtExit)=.*|-agentlib:.*");

    private static final Pattern INJECTOR = Pattern.compile(
            "(injector CPU|CPU stolen|CPU throttled|timer lag|longest GC|GC pauses).*|.*: start lag p99: .*");

    private final Path out;
    private final List<String> arguments;
    private final RunResources resources;

    /** @param arguments those of load, without a rate and a result folder */
    ProbeRun(Path out, List<String> arguments, RunResources resources) {
        this.out = out;
        this.arguments = arguments;
        this.resources = resources;
    }

    Point at(double rate) throws RunFailedException {
        String number = BigDecimal.valueOf(Math.round(rate * 100) / 100.0)
                .stripTrailingZeros()
                .toPlainString();
        Path folder = out.resolve("rate-" + number);
        try {
            Files.createDirectories(folder);
            int code = run(folder, number);
            if (Files.exists(folder.resolve("result.json")) && code != ExitCode.BAD_INPUT) {
                return point(rate, code, SavedResult.read(folder).json());
            }
            String problem = Files.readString(folder.resolve("stderr")).strip().replaceFirst("^yodel: ", "");
            throw code == ExitCode.BAD_INPUT
                    ? RunFailedException.badInput(problem)
                    : RunFailedException.failed("the run at %s/s: %s".formatted(number, problem));
        } catch (IOException e) {
            throw RunFailedException.failed("--out: %s: %s".formatted(folder, e.getMessage()));
        }
    }

    private int run(Path folder, String rate) throws IOException, RunFailedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !OWN.matcher(argument).matches())
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.yodel.loadtest.Yodel", "load"));
        command.addAll(arguments);
        command.addAll(List.of("--rate", rate, "--live-port", "0", "--overwrite", "--out", folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        process.getOutputStream().close();
        AutoCloseable ended = resources.open(() -> (AutoCloseable) process::destroy);
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw RunFailedException.failed("interrupted");
        } finally {
            close(ended);
        }
    }

    private static void close(AutoCloseable process) throws RunFailedException {
        try {
            process.close();
        } catch (Exception e) {
            throw RunFailedException.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Point point(double rate, int code, JsonNode result) {
        boolean met = code != ExitCode.FAILED;
        List<String> found = new ArrayList<>();
        for (JsonNode expectation : result.get("expectations")) {
            met &= expectation.get("met").asBoolean();
            found.add(expectation.get("found").asText());
        }
        boolean healthy = true;
        for (JsonNode reason : result.at("/verdict/reasons")) {
            boolean injector = INJECTOR.matcher(reason.asText()).matches();
            healthy &= !injector;
            met &= injector; // such as a rate that was not achieved
        }
        double p99 = 0;
        for (JsonNode request : result.get("requests")) {
            p99 = Math.max(p99, request.at("/responseTime/p99").asDouble());
        }
        return new Point(rate, met, healthy, found, p99);
    }
}
