package dev.yodel.service.info;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Duration;
import dev.yodel.v1.CallInfo;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a call reached the server: its peer, method and metadata, and what the client's library added. */
final class CallInfoReader {

    private static final Metadata.Key<String> PREVIOUS_ATTEMPTS =
            Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

    private CallInfoReader() {}

    static CallInfo of(ServerCall<?, ?> call, Metadata headers, MetadataDisclosure disclosure) {
        CallInfo.Builder info = CallInfo.newBuilder()
                .setPeer(address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)))
                .setAuthority(Objects.requireNonNullElse(call.getAuthority(), ""))
                .setMethod(call.getMethodDescriptor().getFullMethodName())
                .addAllMetadata(disclosure.entries(headers))
                .setAttempt(1 + number(headers.get(PREVIOUS_ATTEMPTS)));
        java.time.Duration timeout = CallTimeout.of(headers);
        if (timeout != null) {
            info.setDeadlineRemaining(
                    Duration.newBuilder().setSeconds(timeout.getSeconds()).setNanos(timeout.getNano()));
        }
        return info.build();
    }

    private static String address(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return HostAndPort.fromParts(inet.getAddress().getHostAddress(), inet.getPort())
                    .toString();
        }
        return address == null ? "" : address.toString();
    }

    /** A number from the caller; 0 if it is malformed, because a header must not make the server fail. */
    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
    }
}
