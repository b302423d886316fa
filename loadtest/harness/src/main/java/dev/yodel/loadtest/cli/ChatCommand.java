package dev.yodel.loadtest.cli;

import dev.yodel.gatling.grpc.config.CertificateRequests;
import dev.yodel.loadtest.chat.Chat;
import dev.yodel.loadtest.cli.options.ConnectOptions;
import dev.yodel.loadtest.cli.options.MetadataOptions;
import dev.yodel.loadtest.cli.options.SecurityOptions;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.target.Preflight;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yodel chat}: its flags. */
@Command(
        name = "chat",
        description = {
            "Joins a chat room of the service: what you write reaches everybody in the room, and you read what they write.",
            "A lost connection is restored: no message is lost or repeated while the room still has its history."
        },
        footer = {
            "",
            "/who shows who is in the room; /quit, Ctrl-D or the end of the input leaves.",
            "Exit codes: 0 left the room; 1 the room ended the conversation, or posts were not delivered; 2 bad input, or no"
                    + " gRPC server at the target; 143 SIGTERM."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class ChatCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ROOM", description = "The name of the room, 1 to 64 characters.")
    private String room = "";

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description = "Your name in the room, 1 to 32 characters.")
    private String name = "";

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "The service: host:port, dns:///host:port or unix:path. Default: localhost:50051.")
    private Target target = new Target("localhost", 50_051);

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Mixin
    private MetadataOptions metadata = new MetadataOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() throws RunFailedException, IOException {
        Target secured = security.applyTo(target);
        Optional<String> unreachable = Preflight.problem(secured, connect.timeout());
        if (unreachable.isPresent()) {
            throw RunFailedException.badInput(unreachable.get());
        }
        ManagedChannel channel = secured.channels().open(new CertificateRequests());
        try {
            Channel withMetadata = ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers(metadata.entries())));
            Optional<String> problem = new Chat(room, name).run(withMetadata, channel::resetConnectBackoff);
            if (problem.isPresent()) {
                throw RunFailedException.failed(problem.get());
            }
            return ExitCode.OK;
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata headers(List<MetadataEntry> entries) {
        Metadata headers = new Metadata();
        for (MetadataEntry entry : entries) {
            if (entry.isBinary()) {
                headers.put(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes());
            } else {
                headers.put(Metadata.Key.of(entry.key(), Metadata.ASCII_STRING_MARSHALLER), entry.value());
            }
        }
        return headers;
    }
}
