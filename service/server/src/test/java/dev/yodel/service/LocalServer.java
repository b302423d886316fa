package dev.yodel.service;

import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.settings.ServiceSettings;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real server on free ports of the loopback, and a channel to it, for all tests of a class. */
final class LocalServer implements BeforeAllCallback, AfterAllCallback {

    private final ServiceSettings settings;
    private YodelServer server;
    private ManagedChannel channel;

    LocalServer(String... flags) {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"));
        all.addAll(Arrays.asList(flags));
        settings = ServiceCommand.parse(Map.of(), all.toArray(String[]::new));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        server = YodelServer.start(settings);
        channel = ManagedChannelBuilder.forTarget(server.grpcTarget())
                .usePlaintext()
                .build();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    YodelServer server() {
        return server;
    }

    ManagedChannel channel() {
        return channel;
    }
}
