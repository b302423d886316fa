package dev.yodel.loadtest.cli.injector;

import dev.yodel.loadtest.distributed.InjectorLink;
import dev.yodel.loadtest.distributed.Split;
import dev.yodel.loadtest.engine.LoadSession;
import dev.yodel.loadtest.engine.RecordedRun;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.IntervalReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place of this process among several load generators, which its coordinator gives it by the system property {@code
 * yodel.injector}: {@code 0/4} is the first one of four, {@code NAME/4} the one whose number the environment variable has. Where no
 * property can be given, the environment variable {@code YODEL_INJECTOR} has the same. It does its part of the plan, and reports instead of printing and
 * writing. Closed after everything else of the run: the last thing it reports is the result. Thread-safe.
 */
public final class InjectorSeat implements AutoCloseable {

    private static final String PROPERTY = "yodel.injector";
    private static final String VARIABLE = "YODEL_INJECTOR";
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,5})|([A-Z_]+))/(\\d{1,5})");

    private final int index;
    private final int of;
    private final InjectorLink link;
    private volatile @Nullable Path scratch;
    private volatile @Nullable RecordedRun recorded;
    private volatile @Nullable LoadSession session;

    private InjectorSeat(int index, int of, InjectorLink link) {
        this.index = index;
        this.of = of;
        this.link = link;
    }

    /** Whether this process has one. */
    public static boolean isTaken() {
        return text() != null;
    }

    private static @Nullable String text() {
        return System.getProperty(PROPERTY, System.getenv(VARIABLE));
    }

    /** Takes it; from now on standard input and output are those of its coordinator. */
    public static InjectorSeat take(PrintStream out) throws RunFailedException {
        String text = String.valueOf(text());
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw RunFailedException.badInput(PROPERTY + ": %s (expected: such as 0/4)".formatted(text));
        }
        int index = form.group(1) == null ? index(form.group(2)) : Integer.parseInt(form.group(1));
        return new InjectorSeat(index, Integer.parseInt(form.group(3)), InjectorLink.open(index, System.in, out));
    }

    private static int index(String variable) throws RunFailedException {
        String text = System.getenv().getOrDefault(variable, "");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RunFailedException.badInput(
                    "%s: '%s' (expected: the number of this injector)".formatted(variable, text));
        }
    }

    /** Its part of the plan. */
    public LoadPlan part(LoadPlan whole) throws RunFailedException {
        try {
            return Split.part(whole, index, of);
        } catch (IllegalArgumentException e) {
            throw RunFailedException.badInput("--" + e.getMessage());
        }
    }

    /** A folder that is deleted in the end: the coordinator keeps the result. */
    public ResultFolder folder() throws RunFailedException {
        try {
            Path path = Files.createTempDirectory("yodel-injector");
            scratch = path;
            return ResultFolder.open(path, true);
        } catch (IOException e) {
            throw RunFailedException.failed("temporary folder: " + e.getMessage());
        }
    }

    public IntervalReader intervals() {
        return link.intervals();
    }

    /** Holds the run until all load generators start. */
    public void hold(RecordedRun run) {
        recorded = run;
        link.hold(run.run().gate());
    }

    /** The run has begun, and ends early when the coordinator says so. */
    public void run(LoadSession begun) {
        session = begun;
        link.onStop(begun::end);
    }

    /** Reports why it cannot run, or has failed. */
    public void failed(RunFailedException failure) {
        link.failure(String.valueOf(failure.getMessage()), failure.isBadInput());
    }

    @Override
    public void close() throws IOException {
        LoadSession begun = session;
        RecordedRun run = recorded;
        if (begun != null && run != null) {
            RunFailedException failure = begun.failure();
            if (failure == null || !failure.isBadInput()) {
                link.result(run.run().finish());
            }
        }
        link.close();
        Path folder = scratch;
        if (folder != null && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
