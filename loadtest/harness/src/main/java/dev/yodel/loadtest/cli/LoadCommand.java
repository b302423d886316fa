package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.cli.options.CallOptions;
import dev.yodel.loadtest.cli.options.ConnectOptions;
import dev.yodel.loadtest.cli.options.ConnectionOptions;
import dev.yodel.loadtest.cli.options.DataOptions;
import dev.yodel.loadtest.cli.options.InjectorOptions;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.cli.options.ProfileOptions;
import dev.yodel.loadtest.cli.options.ProxyOptions;
import dev.yodel.loadtest.cli.options.TargetOptions;
import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.kubernetes.Manifests;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.LoadSpec;
import dev.yodel.loadtest.plan.data.BinaryData;
import dev.yodel.loadtest.plan.data.Expressions;
import dev.yodel.loadtest.plan.data.Feed;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.plan.file.PlanDocument;
import dev.yodel.loadtest.run.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code yodel load}: its flags. */
@Command(
        name = "load",
        customSynopsis = "./yodel load TARGET --call METHOD [OPTIONS]",
        description = "Load-tests one method of a gRPC service, prints a summary, and writes the result to a folder.",
        footer = {
            "",
            "Examples:",
            "  ./yodel load localhost:50051 --call yodel.v1.EchoService/Echo --rate 200",
            "  ./yodel load localhost:50051 --call yodel.v1.EchoService/Chat --streams 50",
            "  ./yodel load api.test:443 --tls --call a.v1.B/C --data @c.json --users 20",
            "  ./yodel load api.test:443 --tls --call a.v1.B/C --rate '0..500/30s, 500/2m'",
            "  ./yodel load api.test:443 --tls --call a.v1.B/C --expect 'p99 < 50ms'",
            "",
            "Exit codes: 0 expectations met ('failed < 1%%' without --expect); 1 run failed;",
            "2 bad input; 3 an expectation missed; 4 --expect met, but the run is SUSPECT."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class LoadCommand implements Callable<Integer> {

    private static final String NOTES = """
            Choose one load model: --users, --rate, --streams, or --streams with --rate. Each is a
            number, or a profile of stages: '0..1000/30s, 1000/2m, 1000..0/30s'.
            DATA is a JSON object, or an array of messages: client-streaming and bidirectional calls
            send all of them, --streams repeats them, other calls send one each, round-robin. No
            array with both --streams and --rate. @FILE reads DATA from a file, @- from standard
            input. Expressions make each call different: {"id": "#{randomUuid()}"}.
            Times: 500ms, 10s, 1m30s.
            With --users, a user pauses 100ms after a failed call; --rate keeps its schedule. At the
            end, calls in flight have up to 20s to complete.
            Without --expect, 'failed < 1%' is expected, unless the data ask Yodel's own service to
            fail. Exit codes: 0 the run finished and met its expectations; 1 the run failed; 2 bad
            input, or no gRPC server at TARGET; 3 an expectation was not met; 4 those of --expect
            were met, but the verdict is SUSPECT (without --expect, SUSPECT ends with 0); 130
            Ctrl-C; 143 SIGTERM. A run that is stopped still writes its result.
            """;

    /** A dot before the method works as well as a slash. */
    private static final Pattern CALL = Pattern.compile("[^\\s/]+/[^\\s/]+|[^\\s/]+\\.[^\\s/.]+");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--help-expressions",
            help = true,
            description = "List the expressions of --data and --metadata, and exit.")
    private boolean helpExpressions;

    @Option(names = "--help-all", help = true, description = "List all options, and exit.")
    private boolean helpAll;

    @Option(
            names = "--call",
            paramLabel = "METHOD",
            description = "The method to call: package.Service/Method. Its results are named Method.")
    private @Nullable String call;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "A plan in YAML with several calls, instead of --call. Options given beside it replace those for all"
                            + " calls of the plan.")
    private @Nullable Path plan;

    @Option(names = "--print-plan", description = "Print the plan equivalent to the options, and exit.")
    private boolean printPlan;

    /** The command with the options for all calls: that of the first call of a plan. */
    private LoadCommand settings = this;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private MetadataOptions metadata = new MetadataOptions();

    @Mixin
    private CallOptions calls = new CallOptions();

    @Mixin
    private ConnectionOptions connections = new ConnectionOptions();

    @Mixin
    private ProxyOptions proxy = new ProxyOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    @Mixin
    private InjectorOptions injectors = new InjectorOptions();

    @Mixin
    private ExpectOptions expect = new ExpectOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws RunFailedException {
        if (helpExpressions || helpAll) {
            spec.commandLine().getOut().print(helpAll ? LoadHelp.all(spec, NOTES) : Expressions.help());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        List<String> ofInjector = ofInjector();
        List<Load.Call> calls = calls();
        if (printPlan) {
            spec.commandLine().getOut().print(document().text());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        boolean asksToFail = calls.stream().anyMatch(each -> each.spec().asksToFail());
        Goals goals = settings.expect.goals(asksToFail ? Goals.NONE : Goals.DEFAULT);
        Load load = new Load(calls, settings.metadata, settings.connect.timeout(), goals, settings.output.output());
        if (LoadDriver.isInjector()) {
            return LoadDriver.runInjector(load::run);
        }
        Integer number = settings.injectors.number();
        if (number != null && load.output().receiver() != null) {
            throw problem("--push-otlp: with --injectors (expected: one of the two)", null);
        }
        if (number != null && injectors.printsManifests()) {
            spec.commandLine().getOut().print(manifests("yodel", load, number).yaml());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        return number == null ? LoadDriver.run(load::run) : onInjectors(load, number, ofInjector);
    }

    /** The command line of an injector. Standard input, which only one process can read, is refused before it is read. */
    private List<String> ofInjector() {
        ParseResult parsed = spec.commandLine().getParseResult();
        try {
            return PlanFlags.ofInjector(target.given(), parsed, injectors.number() != null);
        } catch (IllegalArgumentException e) {
            throw problem("--" + e.getMessage(), e);
        }
    }

    /** What Kubernetes is asked for: the plan, of which each injector does its part. */
    private Manifests manifests(String name, Load load, int number) {
        ParseResult parsed = spec.commandLine().getParseResult();
        checkSplit(load, number);
        PlanDocument whole =
                PlanFlags.ofInjectors(document(), target.given(), plan == null ? Map.of() : PlanFlags.given(parsed));
        return settings.injectors.manifests(name, number, whole, load.atMost());
    }

    private void checkSplit(Load load, int number) {
        try {
            load.checkSplit(number);
        } catch (IllegalArgumentException e) {
            throw problem("--" + e.getMessage(), e);
        }
    }

    private int onInjectors(Load load, int number, List<String> arguments) throws RunFailedException {
        checkSplit(load, number);
        Engine engine = settings.injectors.engine(
                () -> manifests("yodel-" + RunId.of(Instant.now(), new Random()), load, number));
        return LoadDriver.run((driver, console) ->
                driver.coordinate(engine, number, arguments, load, settings.injectors.serviceMetrics()));
    }

    private PlanDocument document() {
        ParseResult parsed = spec.commandLine().getParseResult();
        return plan == null
                ? PlanFlags.document(target.target().address(), parsed)
                : PlanFlags.replaced(PlanDocument.read(plan), target.given(), parsed);
    }

    /** The calls of the plan, or the one of the flags. */
    private List<Load.Call> calls() {
        Path file = plan;
        if (file == null) {
            return List.of(loadCall(null, 1));
        }
        if (call != null) {
            throw problem("--call: cannot be combined with --plan (expected: one of the two)", null);
        }
        try {
            List<PlanFlags.Planned> planned = PlanFlags.calls(document());
            settings = planned.get(0).command();
            return planned.stream()
                    .map(each -> each.command().loadCall(each.name(), each.share()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw problem("--" + e.getMessage(), e);
        } catch (ParameterException e) {
            throw problem("--plan: %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Load.Call loadCall(@Nullable String name, double share) {
        String method = roomCall();
        if (method == null) {
            throw problem(
                    target.given() == null
                            ? "missing: TARGET and --call METHOD (or --plan FILE)"
                            : "missing: --call METHOD (or --plan FILE)",
                    null);
        }
        if (!CALL.matcher(method).matches()) {
            throw problem("--call: %s (expected: package.Service/Method)".formatted(method), null);
        }
        return new Load.Call(spec().share(share), method, binary(), name);
    }

    /** Rooms are of one method. */
    private @Nullable String roomCall() {
        if (calls.room() == null) {
            return call;
        }
        if (call != null && !call.equals(Load.JOIN)) {
            throw problem("--room: cannot be combined with --call %s (expected: one of the two)".formatted(call), null);
        }
        return Load.JOIN;
    }

    private ParameterException problem(String text, @Nullable Exception cause) {
        return new ParameterException(spec.commandLine(), text, cause);
    }

    private @Nullable BinaryData binary() {
        try {
            return data.binary();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private LoadSpec spec() {
        try {
            Feed rows = data.feed();
            return new LoadSpec(
                    proxy.applyTo(connections.applyTo(target.target())),
                    profile.arrival(calls.messageRate()),
                    profile.warmUp(rows != null && rows.order() == Feed.Order.ONCE),
                    profile.duration(),
                    profile.count(),
                    profile.coolDown(),
                    calls.messagesPerStream(),
                    data.messages(),
                    metadata.entries(),
                    calls.settings().with(rows));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
