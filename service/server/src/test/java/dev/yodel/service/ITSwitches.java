package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.channelz.v1.GetServersRequest;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server for strangers: it neither describes itself nor does what callers ask for. */
class ITSwitches {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer("--reflection=off", "--channelz=off", "--behavior=off");

    @Test
    void reflection_is_not_served() throws InterruptedException {
        RecordingCall<ServerReflectionRequest, ServerReflectionResponse> call =
                new RecordingCall<>(LOCAL.channel(), ServerReflectionGrpc.getServerReflectionInfoMethod());

        call.exchange(ServerReflectionRequest.newBuilder().setListServices("").build());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void channelz_is_not_served() {
        assertThatThrownBy(() -> ChannelzGrpc.newBlockingStub(LOCAL.channel())
                        .getServers(GetServersRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void a_behavior_is_refused_and_a_plain_call_is_not() {
        EchoServiceGrpc.EchoServiceBlockingStub echo = EchoServiceGrpc.newBlockingStub(LOCAL.channel());

        assertThat(echo.echo(EchoRequest.newBuilder().setMessage("hi").build()).getMessage())
                .isEqualTo("hi");
        assertThatThrownBy(() -> echo.echo(EchoRequest.newBuilder()
                        .setBehavior(Behavior.newBuilder().setPaddingBytes(1))
                        .build()))
                .hasMessage("INVALID_ARGUMENT: behavior: requested (expected: none, because of --behavior off)");
    }
}
