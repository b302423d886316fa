package dev.yodel.loadtest.cli;

import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.loadtest.call.CallPrinter;
import dev.yodel.loadtest.call.EndedCall;
import dev.yodel.loadtest.call.HealthProbe;
import dev.yodel.loadtest.call.RequestSource;
import dev.yodel.loadtest.call.SchemaText;
import dev.yodel.loadtest.call.SingleCall;
import dev.yodel.loadtest.cli.options.ConnectOptions;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.cli.options.TargetOptions;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.data.JsonDataSource;
import dev.yodel.loadtest.target.MethodLookup;
import dev.yodel.loadtest.target.Preflight;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yodel call}: one call, or a first look at a service. */
@Command(
        name = "call",
        customSynopsis = "./yodel call TARGET [METHOD] [OPTIONS]",
        description = {
            "Makes one call of any type. Without METHOD, lists the methods of the service.",
            "Prints responses as JSON to standard output; headers, trailers, status and times to standard error."
        },
        footer = {
            "",
            "Without --data, a client-streaming or bidirectional call reads messages from standard input and sends each one when it is"
                    + " complete; the end of the input, Ctrl-D in a terminal, ends the stream.",
            "Exit codes: 0 status OK, or SERVING; 1 another status or health; 2 bad input, or no gRPC server at TARGET."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class CallCommand implements Callable<Integer> {

    private static final Duration UNARY_TIMEOUT = Duration.ofSeconds(20);
    private static final String STANDARD_INPUT = "@-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "METHOD",
            description = "The method: package.Service/Method. With --describe also a service or a message type.")
    private @Nullable String method;

    @Option(
            names = {"--data", "-d"},
            paramLabel = "DATA",
            description = "The request in JSON, or an array of requests. @FILE reads a file, @- standard input."
                    + " Default: {}, or standard input for client-streaming and bidirectional calls.")
    private @Nullable String data;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "The deadline of the call. Default: 20s for unary calls, none for streams.")
    private @Nullable Duration timeout;

    @Option(
            names = "--describe",
            description =
                    "Describe METHOD, a service or a message type instead of calling; without METHOD all services.")
    private boolean describe;

    @Option(
            names = "--health",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "SERVICE",
            description = "Check the health of SERVICE, or of the server as a whole, by grpc.health.v1.")
    private @Nullable String health;

    @Mixin
    private MetadataOptions metadata = new MetadataOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    /** UTF-8, whatever the locale. */
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private final PrintStream err =
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

    @Override
    public Integer call() {
        Target service = target.target();
        try {
            if (health != null) {
                return probe(service, health);
            }
            return method == null || describe ? look(service) : make(service, method);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int probe(Target service, String name) {
        if (method != null || describe) {
            throw new IllegalArgumentException("--health: with %s (expected: one of the two)"
                    .formatted(method == null ? "--describe" : "METHOD " + method));
        }
        ManagedChannel channel = service.channels().open(new CertificateRequests());
        try {
            HealthProbe probe = HealthProbe.of(channel, name, headers(), timeout == null ? connect.timeout() : timeout);
            refuseUnreachable(service, probe.status());
            out.println(probe.line());
            return probe.isServing() ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            channel.shutdownNow();
        }
    }

    private int look(Target service) {
        String symbol = method;
        if (symbol == null) {
            Schema all = ask(service, MethodLookup::schema);
            out.print(describe ? SchemaText.describe(all) : SchemaText.list(all));
        } else {
            out.print(SchemaText.describe(ask(service, lookup -> lookup.schemaOf(symbol)), symbol));
        }
        return ExitCode.OK;
    }

    private int make(Target service, String name) {
        DynamicMethod found = ask(service, lookup -> lookup.find(name));
        RequestSource requests = requests(found);
        CallOptions options = CallOptions.DEFAULT;
        Duration deadline =
                timeout != null || found.descriptor().getType() != MethodType.UNARY ? timeout : UNARY_TIMEOUT;
        if (deadline != null) {
            options = options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        }
        ManagedChannel channel = service.channels().open(new CertificateRequests());
        try {
            CallPrinter printer = new CallPrinter(found.schema(), out, err);
            EndedCall ended = SingleCall.make(found, requests, printer, channel, options, headers());
            refuseUnreachable(service, ended.status());
            printer.end(ended);
            return ended.status().isOk() ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            channel.shutdownNow();
        }
    }

    private RequestSource requests(DynamicMethod found) {
        boolean streams = !found.descriptor().getType().clientSendsOneMessage();
        if (streams && (data == null || data.equals(STANDARD_INPUT))) {
            if (data == null) {
                err.println("Reading messages in JSON from standard input; its end (Ctrl-D) ends the stream.");
            }
            return RequestSource.of(found, new InputStreamReader(System.in, StandardCharsets.UTF_8));
        }
        List<String> messages = JsonDataSource.messages(data == null ? "{}" : data);
        if (!streams && messages.size() > 1) {
            throw new IllegalArgumentException("--data: %d messages for %s, which takes one (expected: a JSON object)"
                    .formatted(messages.size(), found));
        }
        return RequestSource.of(found, messages);
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        metadata.entries().forEach(entry -> entry.addTo(headers));
        return headers;
    }

    /** Asks for the schema; a target that is not a gRPC server fails as with every other command. */
    private <T> T ask(Target service, Function<MethodLookup, T> question) {
        try {
            return question.apply(new MethodLookup(service, metadata.entries(), connect.timeout()));
        } catch (IllegalArgumentException e) {
            if (Status.fromThrowable(e).getCode() == Status.Code.UNAVAILABLE) {
                refuseUnreachable(service, Status.UNAVAILABLE);
            }
            throw e;
        }
    }

    private void refuseUnreachable(Target service, Status status) {
        if (status.getCode() == Status.Code.UNAVAILABLE) {
            Optional<String> problem = Preflight.problem(service, connect.timeout());
            if (problem.isPresent()) {
                throw new IllegalArgumentException(problem.get());
            }
        }
    }
}
