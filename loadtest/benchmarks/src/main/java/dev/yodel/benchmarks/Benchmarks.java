package dev.yodel.benchmarks;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code loadtest/benchmarks/run}: takes the figures of some families and prints them. */
public final class Benchmarks {

    private static final int OK = 0;
    private static final int NOT_GOOD = 1;
    private static final int BAD_INPUT = 2;

    private Benchmarks() {}

    /** System properties: {@code yodel.root}, the folder of the repository, and {@code yodel.commit}, its state. */
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

    private static int run(Arguments order) throws IOException {
        Path root = Path.of(System.getProperty("yodel.root", ".")).toAbsolutePath();
        Launcher programs = new Launcher(root);
        Report report = new Report(Conditions.now(System.getProperty("yodel.commit", "unknown"), order.effort()));
        System.out.print(report.last());
        for (Benchmark family : order.families()) {
            System.err.println(family.name());
            try {
                report.add(family, family.figures(programs, order.effort()));
            } catch (BenchmarkException e) {
                System.err.println("benchmarks: " + e.getMessage());
                report.addFailed(family, e); // the figures of the others are good nevertheless
            }
            System.out.print(report.last());
        }
        if (order.write()) {
            Path results = root.resolve("loadtest/benchmarks/RESULTS.md");
            String earlier = Files.exists(results) ? Files.readString(results) : "";
            Files.writeString(results, order.all() ? report.markdown() : report.within(earlier));
        }
        return report.isGood() ? OK : NOT_GOOD;
    }
}
