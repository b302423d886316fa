package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.v1.AdminServiceGrpc;
import dev.yodel.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.GetServerRequest;
import dev.yodel.v1.ServiceState;
import dev.yodel.v1.ServiceStatus;
import dev.yodel.v1.SetDefaultBehaviorRequest;
import dev.yodel.v1.SetServiceStateRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AdminService changes the behavior and the states of a running server. */
class ITAdmin {

    private static final String ECHO = "yodel.v1.EchoService";
    private static final String TOKEN = "a-token-of-an-administrator";
    private static final int MAX_CONNECTIONS = 32;

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--admin-port=0");

    private static ManagedChannel channel;

    @TempDir
    private Path folder;

    @BeforeAll
    static void connect() {
        channel = channel(LOCAL.server().adminTarget());
    }

    @AfterAll
    static void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void restore() {
        admin().setDefaultBehavior(SetDefaultBehaviorRequest.getDefaultInstance());
        state("", ServiceState.SERVICE_STATE_SERVING);
    }

    @Test
    void the_default_behavior_changes_at_run_time_for_every_service_but_this_one() {
        assertThat(echo()).isEqualTo(Status.Code.OK);

        Behavior changed = admin().setDefaultBehavior(SetDefaultBehaviorRequest.newBuilder()
                        .setText("error=DATA_LOSS")
                        .build())
                .getDefaultBehavior();

        assertThat(changed.getFailure().getStatus().getCode()).isEqualTo(15);
        assertThat(admin().getServer(GetServerRequest.getDefaultInstance()).getDefaultBehavior())
                .isEqualTo(changed);
        assertThat(echo()).isEqualTo(Status.Code.DATA_LOSS);
        assertThatThrownBy(
                        () -> GreeterGrpc.newBlockingStub(LOCAL.channel()).sayHello(HelloRequest.getDefaultInstance()))
                .hasMessageStartingWith("DATA_LOSS");

        admin().setDefaultBehavior(SetDefaultBehaviorRequest.newBuilder()
                .setBehavior(Behavior.newBuilder().setPaddingBytes(3))
                .build());
        assertThat(EchoServiceGrpc.newBlockingStub(LOCAL.channel())
                        .echo(EchoRequest.getDefaultInstance())
                        .getPadding()
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delay=soon | INVALID_ARGUMENT: text delay: soon (expected: a time such as 20ms, 1.5s or 300us)",
                "size=2MiB  | INVALID_ARGUMENT: behavior.padding_bytes: 2097152 (expected: 0 to 1,048,576)"
            })
    void a_bad_default_behavior_is_refused_and_changes_nothing(String text, String message) {
        assertThatThrownBy(() -> admin().setDefaultBehavior(SetDefaultBehaviorRequest.newBuilder()
                        .setText(text)
                        .build()))
                .hasMessage(message);
        assertThat(echo()).isEqualTo(Status.Code.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_STATE_SERVING, SERVING, 200, OK",
        "SERVICE_STATE_NOT_READY, NOT_SERVING, 503, OK",
        "SERVICE_STATE_NOT_SERVING, NOT_SERVING, 503, UNAVAILABLE",
        "SERVICE_STATE_FAILING, SERVING, 200, UNAVAILABLE"
    })
    void a_state_shows_in_health_checks_readiness_and_calls(
            ServiceState state, ServingStatus health, int ready, Status.Code code) throws Exception {
        state(ECHO, state);

        assertThat(health(ECHO)).isEqualTo(health);
        assertThat(health("helloworld.Greeter")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(new Scrape(LOCAL.server().metricsUrl()).get("/readyz").statusCode())
                .isEqualTo(ready);
        assertThat(echo()).isEqualTo(code);
        assertThat(GreeterGrpc.newBlockingStub(LOCAL.channel())
                        .sayHello(HelloRequest.getDefaultInstance())
                        .getMessage())
                .isNotEmpty();
    }

    @Test
    void watchers_see_every_change_and_the_server_as_a_whole_changes_all_services() throws Exception {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> watch =
                new RecordingCall<>(LOCAL.channel(), HealthGrpc.getWatchMethod());
        watch.call().request(10);
        watch.call()
                .sendMessage(HealthCheckRequest.newBuilder().setService(ECHO).build());
        watch.call().halfClose();
        Eventually.assertThatEventually(() -> watch.messages().size(), size -> size == 1);

        List<ServiceStatus> all = state("", ServiceState.SERVICE_STATE_NOT_READY);
        Eventually.assertThatEventually(() -> watch.messages().size(), size -> size == 2);
        assertThat(all)
                .extracting(ServiceStatus::getService)
                .containsExactly(
                        "",
                        "helloworld.Greeter",
                        ECHO,
                        "yodel.v1.GreetingService",
                        "yodel.v1.RoomService",
                        "yodel.v1.SequenceService");
        assertThat(all).extracting(ServiceStatus::getState).containsOnly(ServiceState.SERVICE_STATE_NOT_READY);
        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);

        state("", ServiceState.SERVICE_STATE_SERVING);
        Eventually.assertThatEventually(() -> watch.messages().size(), size -> size == 3);
        assertThat(watch.messages())
                .extracting(HealthCheckResponse::getStatus)
                .containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING, ServingStatus.SERVING);
        watch.call().cancel("seen enough", null);
    }

    @Test
    void a_failing_service_fails_with_the_status_that_was_given() {
        admin().setServiceState(SetServiceStateRequest.newBuilder()
                .setService(ECHO)
                .setState(ServiceState.SERVICE_STATE_FAILING)
                .setFailure(com.google.rpc.Status.newBuilder().setCode(13).setMessage("out of echoes"))
                .build());

        assertThatThrownBy(
                        () -> EchoServiceGrpc.newBlockingStub(LOCAL.channel()).echo(EchoRequest.getDefaultInstance()))
                .hasMessage("INTERNAL: out of echoes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no.such.Service | SERVICE_STATE_SERVING | 0 | NOT_FOUND: service: no.such.Service (expected: empty for all, or"
                        + " helloworld.Greeter, yodel.v1.EchoService, yodel.v1.GreetingService, yodel.v1.RoomService, yodel.v1.SequenceService)",
                "yodel.v1.EchoService | SERVICE_STATE_UNSPECIFIED | 0 | INVALID_ARGUMENT: state: 0 (expected:"
                        + " SERVICE_STATE_SERVING, SERVICE_STATE_NOT_READY, SERVICE_STATE_NOT_SERVING or SERVICE_STATE_FAILING)",
                "yodel.v1.EchoService | SERVICE_STATE_FAILING | 17 | INVALID_ARGUMENT: failure.code: 17 (expected: 1 to 16)",
                "yodel.v1.EchoService | SERVICE_STATE_NOT_READY | 14 | INVALID_ARGUMENT: failure: with"
                        + " SERVICE_STATE_NOT_READY (expected: absent, or with SERVICE_STATE_FAILING)"
            })
    void a_bad_state_is_refused_in_one_line(String service, ServiceState state, int code, String message) {
        SetServiceStateRequest.Builder request =
                SetServiceStateRequest.newBuilder().setService(service).setState(state);
        if (code > 0) {
            request.getFailureBuilder().setCode(code);
        }

        assertThatThrownBy(() -> admin().setServiceState(request.build())).hasMessage(message);
    }

    @Test
    void callers_do_not_find_it_on_their_port() {
        assertThatThrownBy(() -> AdminServiceGrpc.newBlockingStub(LOCAL.channel())
                        .getServer(GetServerRequest.getDefaultInstance()))
                .hasMessageStartingWith("UNIMPLEMENTED");
    }

    @Test
    void the_number_of_connections_is_bounded() throws Exception {
        HostAndPort address = HostAndPort.fromString(LOCAL.server().adminTarget());
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i <= MAX_CONNECTIONS; i++) {
                Socket socket = new Socket(address.getHost(), address.getPort());
                socket.setSoTimeout(30_000);
                sockets.add(socket);
            }
            // A server speaks first in HTTP/2, unless it has closed the connection.
            assertThat(sockets.get(0).getInputStream().read()).isNotNegative();
            assertThat(ended(sockets.get(MAX_CONNECTIONS))).isTrue();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Eventually.assertThatEventually(ITAdmin::isReachable, reachable -> reachable);
    }

    @Test
    void administrators_need_a_token_of_their_own_if_there_is_a_file() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), "admin " + TOKEN + "\n");
        YodelServer server = YodelServer.start(settings("--admin-port=0", "--admin-token-file=" + tokens));
        ManagedChannel guarded = channel(server.adminTarget());
        try {
            AdminServiceBlockingStub stub = AdminServiceGrpc.newBlockingStub(guarded);
            assertThatThrownBy(() -> stub.getServer(GetServerRequest.getDefaultInstance()))
                    .hasMessage("UNAUTHENTICATED: token: missing (expected: authorization: Bearer TOKEN)");
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + TOKEN);
            assertThat(stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .getServer(GetServerRequest.getDefaultInstance())
                            .getServicesList())
                    .isNotEmpty();
        } finally {
            guarded.shutdownNow();
            server.close();
        }
    }

    @Test
    void without_its_port_there_is_none_and_a_port_in_use_is_one_line() throws IOException {
        YodelServer without = YodelServer.start(settings());
        assertThat(without.adminTarget()).isNull();
        without.close();

        String used = LOCAL.server().adminTarget();
        assertThatThrownBy(() -> YodelServer.start(
                        settings("--admin-port=" + HostAndPort.fromString(used).getPort(), "--admin-host=127.0.0.1")))
                .hasMessage("admin-port: " + used + " is in use (expected: a free port; 0 picks one)");
    }

    private static dev.yodel.service.settings.ServiceSettings settings(String... flags) {
        List<String> all = new ArrayList<>(List.of("--host=127.0.0.1", "--port=0", "--metrics-port=0"));
        all.addAll(List.of(flags));
        return ServiceCommand.parse(Map.of(), all.toArray(String[]::new));
    }

    /** The kernel may report a connection that was closed forcibly either way. */
    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isReachable() {
        try {
            return admin().getServer(GetServerRequest.getDefaultInstance()).getServicesCount() > 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private static Status.Code echo() {
        try {
            EchoServiceGrpc.newBlockingStub(LOCAL.channel()).echo(EchoRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(LOCAL.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private static List<ServiceStatus> state(String service, ServiceState state) {
        return admin().setServiceState(SetServiceStateRequest.newBuilder()
                        .setService(service)
                        .setState(state)
                        .build())
                .getServicesList();
    }

    private static AdminServiceBlockingStub admin() {
        return AdminServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static ManagedChannel channel(String target) {
        return ManagedChannelBuilder.forTarget(target).usePlaintext().build();
    }
}
