package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloReply;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.v1.GetRoomRequest;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Post;
import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behavior of calls whose messages have no field for it: health checks, members of rooms, the quick-start greeter. */
class ITOtherBehavior {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                        | 1 messages, OK",
                "delay=5ms; message-delay=5ms; cpu=1ms   | 1 messages, OK",
                "trailer-delay=5ms                       | 1 messages, OK",
                "error=UNAVAILABLE                       | 0 messages, UNAVAILABLE",
                "delay=5ms; trailer-delay=5ms; error=ABORTED | 0 messages, ABORTED",
                "error=INTERNAL; error-after=1           | 1 messages, INTERNAL",
                "error=INTERNAL; error-after=2           | 1 messages, OK",
                "end=reset                               | 1 messages, CANCELLED",
                "end=close                               | 1 messages, UNAVAILABLE",
                "end=goaway                              | 1 messages, OK",
                "compression=gzip                        | 1 messages, OK",
                "size=1KiB; info=server                  | 1 messages, OK",
                "frobnicate=1                            | 0 messages, INVALID_ARGUMENT"
            })
    void a_health_check_obeys_metadata(String text, String result) throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check = new RecordingCall<>(
                        LOCAL.channel(),
                        HealthGrpc.getCheckMethod(),
                        metadata(text == null ? "" : text),
                        CallOptions.DEFAULT)
                .exchange(HealthCheckRequest.getDefaultInstance());

        // A message that is cut off may arrive or not.
        boolean cut = text != null && text.matches("end=(reset|close)");
        assertThat(cut ? "1 messages, " + check.status().getCode() : result(check))
                .isEqualTo(result);
    }

    @Test
    void a_health_check_that_is_never_answered_ends_with_its_caller() throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check = new RecordingCall<>(
                LOCAL.channel(), HealthGrpc.getCheckMethod(), metadata("end=never"), CallOptions.DEFAULT);
        check.call().request(1);
        check.call().sendMessage(HealthCheckRequest.getDefaultInstance());
        check.call().halfClose();

        assertThat(new RecordingCall<>(LOCAL.channel(), HealthGrpc.getCheckMethod())
                        .exchange(HealthCheckRequest.getDefaultInstance())
                        .status())
                .isEqualTo(Status.OK);
        assertThat(check.isClosed()).isFalse();
        check.call().cancel("seen enough", null);
    }

    @Test
    void headers_trailers_echo_and_load_are_sent_with_a_health_check_that_fails() throws InterruptedException {
        Metadata request = metadata("header=x-a:1; trailer=x-b:2; echo-trailer=x-c; load=cpu:1; error=ABORTED");
        request.put(key("x-c"), "3");
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check = new RecordingCall<>(
                        LOCAL.channel(), HealthGrpc.getCheckMethod(), request, CallOptions.DEFAULT)
                .exchange(HealthCheckRequest.getDefaultInstance());

        assertThat(check.trailers().keys()).contains("x-b", "x-c", "endpoint-load-metrics-bin");
    }

    @Test
    void a_member_of_a_room_gets_every_event_in_order_and_late() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> member =
                join("late", "delay=5ms; message-delay=2ms; trailer-delay=2ms");
        for (int i = 0; i < 40; i++) {
            member.call()
                    .sendMessage(JoinRequest.newBuilder()
                            .setPost(Post.newBuilder().setKey(i))
                            .build());
        }
        member.call().halfClose();

        assertThat(member.awaitClose().status()).isEqualTo(Status.OK);
        assertThat(member.messages().stream().filter(JoinResponse::hasEvent))
                .extracting(response -> response.getEvent().getSeq())
                .hasSize(42)
                .isSorted();
    }

    @Test
    void a_member_that_fails_at_once_never_joins_and_one_that_fails_later_leaves() throws InterruptedException {
        RecordingCall<JoinRequest, JoinResponse> refused = join("refused", "error=RESOURCE_EXHAUSTED");
        assertThat(refused.awaitClose().status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(members("refused")).isEqualTo("NOT_FOUND");

        RecordingCall<JoinRequest, JoinResponse> failed = join("failed", "error=UNAVAILABLE; error-after=2");
        assertThat(failed.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failed.messages()).hasSize(2);
        Eventually.assertThatEventually(() -> members("failed"), members -> members.equals("0"));
    }

    @Test
    void the_default_of_the_server_applies_to_health_rooms_and_the_greeter() throws IOException, InterruptedException {
        YodelServer server = YodelServer.start(ServiceCommand.parse(
                Map.of(),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--behavior-default=error=DATA_LOSS; trailer=x-a:1"));
        ManagedChannel channel = ManagedChannelBuilder.forTarget(server.grpcTarget())
                .usePlaintext()
                .build();
        try {
            RecordingCall<HealthCheckRequest, HealthCheckResponse> check = new RecordingCall<>(
                            channel, HealthGrpc.getCheckMethod())
                    .exchange(HealthCheckRequest.getDefaultInstance());
            RecordingCall<HelloRequest, HelloReply> greeting = new RecordingCall<>(
                            channel, GreeterGrpc.getSayHelloMethod())
                    .exchange(HelloRequest.getDefaultInstance());
            RecordingCall<JoinRequest, JoinResponse> member =
                    new RecordingCall<>(channel, RoomServiceGrpc.getJoinMethod()).exchange(hello("any"));

            assertThat(check.status().getCode()).isEqualTo(Status.Code.DATA_LOSS);
            assertThat(greeting.status().getCode()).isEqualTo(Status.Code.DATA_LOSS);
            assertThat(greeting.trailers().get(key("x-a"))).isEqualTo("1");
            assertThat(member.status().getCode()).isEqualTo(Status.Code.DATA_LOSS);
            assertThat(new Scrape(server.metricsUrl()).get("/readyz").statusCode())
                    .isEqualTo(200);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            server.close();
        }
    }

    private static String members(String room) {
        try {
            return String.valueOf(RoomServiceGrpc.newBlockingStub(LOCAL.channel())
                    .getRoom(GetRoomRequest.newBuilder().setRoom(room).build())
                    .getRoom()
                    .getMemberCount());
        } catch (io.grpc.StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        }
    }

    private static RecordingCall<JoinRequest, JoinResponse> join(String room, String text) {
        RecordingCall<JoinRequest, JoinResponse> call = new RecordingCall<>(
                LOCAL.channel(), RoomServiceGrpc.getJoinMethod(), metadata(text), CallOptions.DEFAULT);
        call.call().request(1_000);
        call.call().sendMessage(hello(room));
        return call;
    }

    private static JoinRequest hello(String room) {
        return JoinRequest.newBuilder()
                .setHello(Hello.newBuilder().setRoom(room).setName("Ada"))
                .build();
    }

    private static String result(RecordingCall<?, ?> call) {
        return call.messages().size() + " messages, " + call.status().getCode();
    }

    private static Metadata metadata(String text) {
        Metadata metadata = new Metadata();
        metadata.put(key("yodel-behavior"), text);
        return metadata;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
