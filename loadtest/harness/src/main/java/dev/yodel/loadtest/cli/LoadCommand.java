package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.engine.scenario.LoadSimulation;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.MessageData;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.Version;
import dev.yodel.loadtest.target.MethodLookup;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yodel load}: its flags. */
@Command(
        name = "load",
        description = {
            "Loads any gRPC service that answers to server reflection, and tells what was measured.",
            "Calls come from users who make one after the other, on streams that are held open, or at a rate."
        },
        footer = {
            "",
            "DATA is a JSON object, or an array of them: the messages of one stream, and with --rate one alone. @FILE reads",
            "it from a file, @- from standard input.",
            "Gatling's expressions stand for what differs from call to call: {\"id\": \"#{randomUuid()}\"}.",
            "A message on a held stream is sent when the one before was answered; with --rate, when it is due.",
            "Times: 500ms, 10s, 1m30s.",
            "A user whose call failed waits 100ms before the next one. At the end, answers are awaited for 20s at most.",
            "Exit codes: 0 measured, 1 the run failed, 2 bad input or no gRPC server at TARGET; 130 after Ctrl-C and 143",
            "after SIGTERM, with what was measured."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    /** With a dot before the method it is found as well. */
    private static final Pattern CALL = Pattern.compile("[^\\s/]+/[^\\s/]+|[^\\s/]+\\.[^\\s/.]+");

    private static final int USERS = 10;
    private static final Duration DURATION = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LOOK_UP = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TARGET", description = "The service: host:port.")
    private @Nullable Target target;

    @Option(
            names = "--call",
            required = true,
            paramLabel = "METHOD",
            description = "The method to call: package.Service/Method.")
    private String call = "";

    @Option(names = "--data", paramLabel = "DATA", description = "What to send, in JSON. Default: {}.")
    private String data = "{}";

    @Option(
            names = "--metadata",
            paramLabel = "KEY:VALUE",
            description = "Goes with each call. May be given several times.")
    private List<MetadataEntry> metadata = new ArrayList<>();

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Users who make one call after the other. Default: 10, without --streams and --rate.")
    private @Nullable Integer users;

    @Option(
            names = "--streams",
            paramLabel = "N",
            description = "Streams to hold open, with messages on each all the time.")
    private @Nullable Integer streams;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Calls a second, each with a due time; with --streams, messages a second on all together.")
    private @Nullable Double rate;

    @Option(names = "--duration", paramLabel = "TIME", description = "How long to measure. Default: 10s.")
    private @Nullable Duration duration;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = {
                "How many calls to measure, or messages on held streams, instead of a duration; not of streams at a rate.",
                "Given up when nothing ends or comes for 30s."
            })
    private @Nullable Long count;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "How long the load goes on before that, in no figure. Default: 3s; with --count 0s.")
    private @Nullable Duration warmUp;

    @Mixin
    private OutputOptions report = new OutputOptions();

    private List<String> messages = List.of();

    @Override
    public Integer call() throws CommandFailedException {
        if (!CALL.matcher(call).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--call: %s (expected: package.Service/Method)".formatted(call));
        }
        if (duration != null && count != null) {
            throw new ParameterException(spec.commandLine(), "--count: with --duration (expected: one of the two)");
        }
        LoadPlan draft;
        try {
            messages = MessageData.messages(data);
            // Of the shape that allows most: the target tells the true one.
            draft = plan(call, streams == null && rate != null ? MethodType.UNARY : MethodType.BIDI_STREAMING);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
        return LoadDriver.run((driver, console) -> load(draft.target(), driver, console));
    }

    private void load(Target service, LoadDriver driver, PrintStream console) throws CommandFailedException {
        int port = new PortChoice(List.of()).of("--live-port", report.livePort(), LoadDriver.LIVE_PORT);
        ResultFolder folder = driver.folder(report.out());
        driver.tryOut(service);
        LoadPlan plan = planOfCallAt(service);
        RequestPlan request = plan.requests().get(0);
        console.printf("yodel %s load: %s (%s) of %s%n", Version.current(), request.call(), request.kind(), service);
        driver.drive(plan, folder, port, LoadSimulation.class, new CompletableFuture<>());
    }

    private LoadPlan planOfCallAt(Target service) throws CommandFailedException {
        try {
            MethodDescriptor<?, ?> method = MethodLookup.find(service, call, metadata, LOOK_UP);
            return plan(method.getFullMethodName(), method.getType());
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.badInput(String.valueOf(e.getMessage()));
        }
    }

    /** The plan, if the method is called that and of that shape. */
    private LoadPlan plan(String method, MethodType kind) {
        if (messages.size() > 1 && (kind.clientSendsOneMessage() || rate != null)) {
            throw new IllegalArgumentException("data: %d messages (expected: one for %s)"
                    .formatted(messages.size(), rate != null ? "calls and streams at a rate" : kind));
        }
        RequestPlan request = new RequestPlan(
                method.substring(method.lastIndexOf('/') + 1), method, kind, arrival(), null, messages, metadata);
        return new LoadPlan(
                "load",
                Objects.requireNonNull(target),
                warmUp != null ? warmUp : count == null ? WARM_UP : Duration.ZERO,
                duration == null && count == null ? DURATION : duration,
                count,
                List.of(request));
    }

    private Arrival arrival() {
        if (users != null && (streams != null || rate != null)) {
            throw new IllegalArgumentException(
                    "users: with %s (expected: one of --users, --streams and --rate, or the last two)"
                            .formatted(streams != null ? "--streams" : "--rate"));
        }
        if (streams != null) {
            return new Arrival.Streams(streams, null, rate);
        }
        return rate != null ? new Arrival.Rate(rate) : new Arrival.Users(users != null ? users : USERS, null);
    }
}
