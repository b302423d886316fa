package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.cli.injector.CountComparison;
import dev.yodel.loadtest.cli.injector.InjectorSeat;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.distributed.DistributedRun;
import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.engine.LoadSession;
import dev.yodel.loadtest.engine.RecordedRun;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.live.DashboardLink;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.live.RunTargets;
import dev.yodel.loadtest.live.TargetFile;
import dev.yodel.loadtest.live.WholeMetrics;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.BearerToken;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.console.LiveConsole;
import dev.yodel.loadtest.report.console.LiveScreen;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.run.RunId;
import dev.yodel.loadtest.target.Preflight;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.gatling.javaapi.core.Simulation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The steps that all commands with a load share: result folder, preflight check, and the run. */
final class LoadDriver {

    private final PrintStream out;
    private final RunResources resources;
    private final String runId;
    private final @Nullable InjectorSeat seat;
    private final RunTargets targets;
    private volatile boolean driving;
    private int code = ExitCode.OK;

    private LoadDriver(PrintStream out, RunResources resources, String runId, @Nullable InjectorSeat seat) {
        this.out = out;
        this.resources = resources;
        this.runId = runId;
        this.seat = seat;
        targets = new RunTargets(seat == null ? TargetFile.folder() : null);
    }

    /**
     * Does the work of a command, and closes its resources at its end or at a signal.
     *
     * @return the exit code
     */
    static int run(Work work) throws RunFailedException {
        try (RunResources resources = RunResources.untilStopped()) {
            return new LoadDriver(console(), resources, RunId.of(Instant.now(), new Random()), null).execute(work);
        }
    }

    /** Whether this process is one of several load generators, started by their coordinator. */
    static boolean isInjector() {
        return InjectorSeat.isTaken();
    }

    /**
     * Does the work of a command as one of several load generators: standard output and input are its line to the coordinator.
     *
     * @return the exit code
     */
    static int runInjector(Work work) throws RunFailedException {
        try (RunResources resources = RunResources.untilStopped()) {
            InjectorSeat seat = resources.open(() -> InjectorSeat.take(console()));
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            try {
                return new LoadDriver(nowhere, resources, RunId.of(Instant.now(), new Random()), seat).execute(work);
            } catch (RunFailedException e) {
                seat.failed(e);
                throw e;
            }
        }
    }

    /** Standard output in UTF-8, whatever the locale: the C locale of a bare container would lose the µ of a time. */
    private static PrintStream console() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }

    private int execute(Work work) throws RunFailedException {
        try {
            resources.open(() -> this::reportIfNothingBegan);
            resources.open(() -> this::leaveEarly);
            work.run(this, out);
            return code;
        } catch (RunFailedException e) {
            if (resources.stopped()) {
                return ExitCode.FAILED; // never seen: the JVM exits with the code of the signal
            }
            throw e;
        } finally {
            leave();
        }
    }

    /** The service is gone. The metrics of a run stay until the last scrape, but for one that a signal ends. */
    private void leaveEarly() throws IOException {
        targets.leave(TargetFile.Side.SERVICES);
        if (resources.stopped()) {
            targets.close();
        }
    }

    private void leave() {
        try {
            targets.close();
        } catch (IOException e) {
            out.printf("still registered with Prometheus: %s%n", e.getMessage());
        }
    }

    /** What the command has opened. */
    RunResources resources() {
        return resources;
    }

    /** What of a plan this process does. */
    LoadPlan part(LoadPlan whole) throws RunFailedException {
        return seat == null ? whole : seat.part(whole);
    }

    /** The folder asked for, else a new one below {@code yodel-results}. */
    ResultFolder folder(Output output) throws RunFailedException {
        if (seat != null) {
            InjectorSeat own = seat;
            return resources.open(own::folder);
        }
        Path asked = output.out();
        Path path = asked == null ? Path.of("yodel-results", runId) : asked;
        if (path.toString().isEmpty()) {
            throw RunFailedException.badInput("--out: '' (expected: a writable folder)");
        }
        try {
            return resources.open(() -> ResultFolder.open(path, output.overwrite()));
        } catch (FileAlreadyExistsException e) {
            throw RunFailedException.badInput(
                    "--out: %s has an earlier result (expected: a new or empty folder, or --overwrite)"
                            .formatted(path));
        } catch (IOException e) {
            throw RunFailedException.badInput("--out: %s (expected: a writable folder)".formatted(path));
        }
    }

    /** The token, read for the first time; null if none is asked for. */
    @Nullable
    BearerToken token(MetadataOptions asked) throws RunFailedException {
        BearerToken token = asked.token();
        return token == null ? null : resources.open(() -> token);
    }

    /** Checks that the target is a gRPC server that answers in time. */
    void preflight(Target target, Duration timeout) throws RunFailedException {
        Optional<String> problem = Preflight.problem(target, timeout);
        if (problem.isPresent()) {
            throw RunFailedException.badInput(problem.get());
        }
    }

    /**
     * Runs the plan, then prints and writes the result.
     *
     * @param token the token of its calls; null for none
     * @param interrupted completes with a reason if the run must fail
     */
    void drive(
            LoadPlan plan,
            Goals goals,
            Output output,
            ResultFolder folder,
            LivePort livePort,
            Class<? extends Simulation> simulation,
            @Nullable BearerToken token,
            CompletionStage<String> interrupted)
            throws RunFailedException {
        RunInfo info = RunInfo.of(runId, output.name(), output.labels());
        RecordedRun recorded = resources.open(() -> seat == null
                ? RecordedRun.open(plan, info, goals, folder, livePort, List.of(live(plan)))
                : RecordedRun.open(plan, info, Goals.NONE, folder, null, List.of(seat.intervals())));
        if (seat != null) {
            seat.hold(recorded);
        } else {
            out.printf("injector metrics=%s%n", recorded.metricsUrl());
            if (output.live()) {
                out.printf("live report: %s%n", recorded.serveReport());
            }
        }
        URI receiver = output.receiver();
        if (receiver != null) {
            recorded.push(receiver, problem -> System.err.println("yodel: " + problem));
        }
        String metrics = recorded.metricsUrl();
        if (metrics != null) {
            register(TargetFile.Side.INJECTORS, URI.create(metrics).getPort());
        }
        LoadSession session = resources.open(() -> {
            driving = true;
            return LoadSession.start(recorded, simulation, token, output.trace(), out);
        });
        if (seat != null) {
            seat.run(session);
        }
        interrupted.thenAccept(reason -> {
            if (!resources.closing()) {
                session.fail(reason);
            }
        });
        session.await();
        resources.close();
        try {
            RunFailedException failure = session.failure();
            if (failure != null) {
                throw failure;
            }
            JudgedResult judged = recorded.run().finish();
            code = ExitCode.of(judged);
            report(judged);
        } finally {
            if (!resources.stopped() && seat == null) {
                DashboardLink.of(
                                System.getProperty("yodel.dashboards"),
                                runId,
                                recorded.run().windowStart(),
                                Instant.now())
                        .ifPresent(link -> out.println("dashboard: " + link));
                recorded.linger(output.linger(), this::lingering);
            }
        }
    }

    private void lingering(Duration atMost) {
        out.printf("metrics: kept until they are scraped once more, at most %s (--linger)%n", Durations.format(atMost));
    }

    /** Runs a load on several load generators, then prints and writes their merged result. */
    void coordinate(Engine engine, int number, List<String> arguments, Load load, List<URI> serviceMetrics)
            throws RunFailedException {
        Output output = load.output();
        LoadPlan whole = load.whole();
        LivePort port = new PortChoice(List.of()).live(output.livePort());
        ResultFolder folder = folder(output);
        RunInfo info = RunInfo.of(runId, output.name(), output.labels());
        out.printf("yodel %s load: %d injectors%n", Version.current(), number);
        try (WholeMetrics metrics = WholeMetrics.open(info, whole, port)) {
            CountComparison counts = counts(serviceMetrics, whole);
            out.printf("injector metrics=%s%n", metrics.url());
            register(TargetFile.Side.INJECTORS, URI.create(metrics.url()).getPort());
            DistributedRun run = resources.open(() -> {
                driving = true;
                return DistributedRun.start(
                        engine, number, arguments, folder, info, load.goals(), List.of(metrics, live(whole)), out);
            });
            run.await();
            resources.close();
            JudgedResult measured = run.judged();
            if (counts != null && measured != null) {
                out.println(counts.line(measured.result()));
            }
            linger(metrics, output);
            String problem = run.problem();
            if (problem != null) {
                throw run.isBadInput() ? RunFailedException.badInput(problem) : RunFailedException.failed(problem);
            }
            JudgedResult judged = run.judged();
            if (judged != null) {
                judge(judged);
            }
        } catch (IOException e) {
            throw RunFailedException.failed("injectors: " + e.getMessage());
        } catch (InterruptedException e) {
            throw RunFailedException.failed("interrupted");
        }
    }

    private static @Nullable CountComparison counts(List<URI> serviceMetrics, LoadPlan plan)
            throws RunFailedException, InterruptedException {
        try {
            return serviceMetrics.isEmpty() ? null : CountComparison.begin(serviceMetrics, plan);
        } catch (IOException e) {
            throw RunFailedException.badInput("--service-metrics: " + e.getMessage());
        }
    }

    private void linger(WholeMetrics metrics, Output output) {
        Duration asked = output.linger();
        Duration atMost = asked == null && metrics.isVisited() ? Duration.ofSeconds(15) : asked;
        if (atMost != null && !atMost.isZero() && !resources.stopped()) {
            lingering(atMost);
            metrics.linger(atMost);
        }
    }

    private void judge(JudgedResult judged) throws RunFailedException {
        if (judged.verdict().status() == Verdict.Status.INVALID) {
            throw RunFailedException.failed(
                    "INVALID: " + String.join("; ", judged.verdict().reasons()));
        }
        if (!judged.result().anySuccess()) {
            throw RunFailedException.failed("successful calls: 0 (expected: at least one)");
        }
        code = ExitCode.of(judged);
        report(judged);
    }

    /**
     * Lets a Prometheus find the metrics on a port. As early as possible: it takes up to ten seconds until it looks for them. A
     * folder that is not there is no reason to fail.
     *
     * @param port 0 if it is not known yet
     */
    void register(TargetFile.Side side, int port) {
        try {
            targets.register(side, port);
        } catch (IOException e) {
            out.printf("not registered with Prometheus: %s (expected: a writable folder)%n", TargetFile.folder());
        }
    }

    /** One steady screen in a terminal, as the launcher says; lines elsewhere. */
    private IntervalReader live(LoadPlan plan) {
        if (!Boolean.getBoolean("yodel.terminal")) {
            return new LiveConsole(out);
        }
        String plain = System.getenv("NO_COLOR");
        return new LiveScreen(plan, out, plain == null || plain.isEmpty());
    }

    /** One line on standard error for each reason why the exit code is not 0. */
    private void report(JudgedResult judged) {
        judged.missed()
                .forEach(result -> System.err.printf("yodel: missed: %s: %s%n", result.expectation(), result.found()));
        if (code == ExitCode.SUSPECT) {
            System.err.println(
                    "yodel: the verdict is SUSPECT: the expectations were met, but the result cannot be trusted");
        }
    }

    private void reportIfNothingBegan() {
        if (resources.stopped() && !driving) {
            out.println("stopped before the load began: nothing was measured");
        }
    }

    /** What a command does with a driver, and the console. */
    interface Work {
        void run(LoadDriver driver, PrintStream console) throws RunFailedException;
    }
}
