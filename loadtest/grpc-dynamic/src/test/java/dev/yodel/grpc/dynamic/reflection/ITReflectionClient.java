package dev.yodel.grpc.dynamic.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import dev.yodel.grpc.dynamic.json.RequestTemplates;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reflection and dynamic calls over real sockets. */
class ITReflectionClient {
    private static final String PASSWORD = "secret";

    private final List<Server> servers = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void closeAll() {
        channels.forEach(ManagedChannel::shutdownNow);
        servers.forEach(Server::shutdownNow);
    }

    @Test
    void calls_every_kind_of_method_by_v1() throws IOException {
        callEveryKind(serve(new EchoShop(), ProtoReflectionServiceV1.newInstance()));
    }

    @Test
    void calls_every_kind_of_method_by_v1_alpha() throws IOException {
        callEveryKind(serve(new EchoShop(), ProtoReflectionService.newInstance()));
    }

    private static void callEveryKind(ManagedChannel channel) {
        Schema schema = get(ReflectionClient.of(channel).schema(List.of("shop.v1.Shop")));
        DynamicMessage request = RequestTemplates.of(
                        schema.method("shop.v1.Shop/Buy"), "{\"customer\": {\"id\": \"#{id}\"}}")
                .evaluate(name -> "7");
        assertThat(ClientCalls.blockingUnaryCall(
                        channel, schema.method("shop.v1.Shop/Buy").descriptor(), CallOptions.DEFAULT, request))
                .isEqualTo(request);
        Iterator<DynamicMessage> watched = ClientCalls.blockingServerStreamingCall(
                channel, schema.method("shop.v1.Shop/Watch").descriptor(), CallOptions.DEFAULT, request);
        assertThat(watched).toIterable().containsExactly(request, request);
        assertThat(stream(channel, schema.method("shop.v1.Shop/Fill"), request).join())
                .containsExactly(request);
        assertThat(stream(channel, schema.method("shop.v1.Shop/Trade"), request).join())
                .containsExactly(request, request);
    }

    /** Sends a message twice and returns the responses. */
    private static CompletableFuture<List<DynamicMessage>> stream(
            ManagedChannel channel, DynamicMethod method, DynamicMessage message) {
        CompletableFuture<List<DynamicMessage>> done = new CompletableFuture<>();
        List<DynamicMessage> answers = new ArrayList<>();
        StreamObserver<DynamicMessage> responses = new StreamObserver<>() {
            @Override
            public void onNext(DynamicMessage answer) {
                answers.add(answer);
            }

            @Override
            public void onError(Throwable error) {
                done.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {
                done.complete(answers);
            }
        };
        var call = channel.newCall(method.descriptor(), CallOptions.DEFAULT);
        StreamObserver<DynamicMessage> requests = method.descriptor().getType().serverSendsOneMessage()
                ? ClientCalls.asyncClientStreamingCall(call, responses)
                : ClientCalls.asyncBidiStreamingCall(call, responses);
        requests.onNext(message);
        requests.onNext(message);
        requests.onCompleted();
        return done;
    }

    @Test
    void times_out_on_a_server_that_accepts_and_is_silent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String target = "127.0.0.1:" + silent.getLocalPort();
            ReflectionClient client = ReflectionClient.of(channel(target)).withDeadline(Duration.ofMillis(200));
            assertThatThrownBy(() -> get(client.services()))
                    .isInstanceOf(SchemaException.class)
                    .hasMessage("reflection of " + target + ": no answer within 200 ms");
        }
    }

    @Test
    void reports_a_refused_connection() throws IOException {
        String target;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            target = "127.0.0.1:" + free.getLocalPort();
        }
        assertThatThrownBy(() -> get(ReflectionClient.of(channel(target)).services()))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("reflection of " + target + ": UNAVAILABLE: ")
                .hasMessageContaining("refused");
    }

    @Test
    void reports_a_certificate_for_another_name_in_one_line(@TempDir Path folder) throws Exception {
        KeyStore keys = keysFor("elsewhere.test", folder.resolve("keys.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        Server server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TlsServerCredentials.newBuilder()
                                .keyManager(own.getKeyManagers())
                                .build())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build()
                .start();
        servers.add(server);
        ManagedChannel channel = NettyChannelBuilder.forTarget(
                        "127.0.0.1:" + server.getPort(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(trusted.getTrustManagers())
                                .build())
                .build();
        channels.add(channel);
        assertThatThrownBy(() -> get(ReflectionClient.of(channel).services()))
                .isInstanceOf(SchemaException.class)
                .hasMessage("reflection of 127.0.0.1:" + server.getPort()
                        + ": UNAVAILABLE: io exception (No subject alternative names present)");
    }

    private static KeyStore keysFor(String name, Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        String alias = keys.aliases().nextElement();
        keys.setCertificateEntry("trusted", keys.getCertificate(alias));
        return keys;
    }

    private ManagedChannel serve(BindableService... services) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        List.of(services).forEach(builder::addService);
        Server server = builder.build().start();
        servers.add(server);
        return channel("127.0.0.1:" + server.getPort());
    }

    private ManagedChannel channel(String target) {
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(target).usePlaintext().build();
        channels.add(channel);
        return channel;
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SchemaException expected ? expected : e;
        }
    }

    /** Returns its requests: once, twice for one, the last of many, or each of many. */
    private static final class EchoShop extends ShopGrpc.ShopImplBase {
        @Override
        public void buy(Order request, StreamObserver<Order> responses) {
            responses.onNext(request);
            responses.onCompleted();
        }

        @Override
        public void watch(Order request, StreamObserver<Order> responses) {
            responses.onNext(request);
            responses.onNext(request);
            responses.onCompleted();
        }

        @Override
        public StreamObserver<Order> fill(StreamObserver<Order> responses) {
            return new Echo(responses, false);
        }

        @Override
        public StreamObserver<Order> trade(StreamObserver<Order> responses) {
            return new Echo(responses, true);
        }
    }

    private static final class Echo implements StreamObserver<Order> {
        private final StreamObserver<Order> responses;
        private final boolean each;
        private Order last = Order.getDefaultInstance();

        Echo(StreamObserver<Order> responses, boolean each) {
            this.responses = responses;
            this.each = each;
        }

        @Override
        public void onNext(Order request) {
            last = request;
            if (each) {
                responses.onNext(request);
            }
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
            if (!each) {
                responses.onNext(last);
            }
            responses.onCompleted();
        }
    }
}
