package dev.yodel.service.info;

import com.google.common.net.HostAndPort;
import com.google.protobuf.Duration;
import dev.yodel.v1.CallInfo;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a call reached the server: its peer, method and metadata, and what the client's library added. */
final class CallInfoReader {

    /** Read from the header, because the deadline in the call's context has already been counting down. */
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private static final String TIMEOUT_LETTERS = "HMSmun";
    private static final List<ChronoUnit> TIMEOUT_UNITS = List.of(
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS,
            ChronoUnit.MILLIS,
            ChronoUnit.MICROS,
            ChronoUnit.NANOS);

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
        Duration remaining = timeout(headers.get(TIMEOUT));
        if (remaining != null) {
            info.setDeadlineRemaining(remaining);
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

    /** TimeoutValue and TimeoutUnit of the gRPC protocol: up to 8 digits and a unit. */
    private static @Nullable Duration timeout(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,8}[" + TIMEOUT_LETTERS + "]")) {
            return null;
        }
        int last = text.length() - 1;
        ChronoUnit unit = TIMEOUT_UNITS.get(TIMEOUT_LETTERS.indexOf(text.charAt(last)));
        java.time.Duration timeout = java.time.Duration.of(Long.parseLong(text.substring(0, last)), unit);
        return Duration.newBuilder()
                .setSeconds(timeout.getSeconds())
                .setNanos(timeout.getNano())
                .build();
    }
}
