package dev.yodel.benchmarks;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code loadtest/benchmarks/run}: runs benchmarks and prints their report. */
public final class Benchmarks {

    private static final int OK = 0;
    private static final int NOT_GOOD = 1;
    private static final int BAD_INPUT = 2;

    private Benchmarks() {}

    /** Takes two system properties: {@code yodel.root}, the repository, and {@code yodel.commit}, its commit. */
    public static void main(String[] args) throws IOException {
        System.exit(run(args));
    }

    private static int run(String[] args) throws IOException {
        try {
            return run(Arguments.parse(List.of(args)));
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            return BAD_INPUT;
        } catch (BenchmarkException e) {
            System.err.println("benchmarks: " + e.getMessage());
            return NOT_GOOD;
        }
    }

    private static int run(Arguments arguments) throws IOException {
        Path root = Path.of(System.getProperty("yodel.root", ".")).toAbsolutePath();
        Launcher launcher = new Launcher(root);
        Report report = new Report(Conditions.now(System.getProperty("yodel.commit", "unknown"), arguments.settings()));
        System.out.print(report.last());
        for (Benchmark benchmark : arguments.benchmarks()) {
            System.err.println(benchmark.name());
            try {
                report.add(
                        benchmark.name(), benchmark.description(), benchmark.figures(launcher, arguments.settings()));
            } catch (BenchmarkException e) {
                System.err.println("benchmarks: " + e.getMessage());
                report.addFailed(benchmark.name(), benchmark.description(), e); // the other benchmarks stay valid
            }
            System.out.print(report.last());
        }
        if (arguments.write()) {
            Path results = root.resolve("loadtest/benchmarks/RESULTS.md");
            String earlier = Files.exists(results) ? Files.readString(results) : "";
            Files.writeString(results, arguments.all() ? report.markdown() : report.replacingIn(earlier));
        }
        return report.isGood() ? OK : NOT_GOOD;
    }
}
