package dev.yodel.service.info;

import com.google.protobuf.Duration;
import dev.yodel.service.behavior.BehaviorPlan;
import dev.yodel.v1.CallInfo;
import dev.yodel.v1.ResponseInfo;
import dev.yodel.v1.ServerInfo;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells a caller who served its call and how the call arrived. Thread-safe. */
public final class ResponseInfoFactory {

    /** Read as the client sent it: the deadline in the call's context has already run for a while. */
    private static final Metadata.Key<String> TIMEOUT =
            Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> PREVIOUS_ATTEMPTS =
            Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

    private final ServerInfo server;
    private final MetadataDisclosure disclosure;

    public ResponseInfoFactory(ServerInfo server, MetadataDisclosure disclosure) {
        this.server = server;
        this.disclosure = disclosure;
    }

    @Nullable
    public ResponseInfo of(BehaviorPlan plan, ServerCall<?, ?> call, Metadata headers) {
        if (!plan.includeServerInfo() && !plan.includeCallInfo()) {
            return null;
        }
        ResponseInfo.Builder info = ResponseInfo.newBuilder();
        if (plan.includeServerInfo()) {
            info.setServer(server);
        }
        if (plan.includeCallInfo()) {
            info.setCall(callInfo(call, headers));
        }
        return info.build();
    }

    private CallInfo callInfo(ServerCall<?, ?> call, Metadata headers) {
        CallInfo.Builder info = CallInfo.newBuilder()
                .setPeer(address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)))
                .setAuthority(Objects.requireNonNullElse(call.getAuthority(), ""))
                .setMethod(call.getMethodDescriptor().getFullMethodName())
                .addAllMetadata(disclosure.entries(headers))
                .setAttempt(1 + number(headers.get(PREVIOUS_ATTEMPTS)));
        Duration left = timeout(headers.get(TIMEOUT));
        if (left != null) {
            info.setDeadlineRemaining(left);
        }
        return info.build();
    }

    private static String address(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            InetAddress host = inet.getAddress();
            String literal = host.getHostAddress();
            return (literal.indexOf(':') < 0 ? literal : '[' + literal + ']') + ':' + inet.getPort();
        }
        return address == null ? "" : address.toString();
    }

    /** A number of the caller's; 0 if it is none, because no caller may make the server fail with a header. */
    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
    }

    /** TimeoutValue and TimeoutUnit of the gRPC protocol: up to 8 digits and one of H, M, S, m, u, n. */
    private static @Nullable Duration timeout(@Nullable String text) {
        if (text == null || !text.matches("[0-9]{1,8}[HMSmun]")) {
            return null;
        }
        long value = Long.parseLong(text.substring(0, text.length() - 1));
        TimeUnit unit = switch (text.charAt(text.length() - 1)) {
            case 'H' -> TimeUnit.HOURS;
            case 'M' -> TimeUnit.MINUTES;
            case 'S' -> TimeUnit.SECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            default -> TimeUnit.NANOSECONDS;
        };
        long seconds = unit.toSeconds(value);
        long nanos = unit.toNanos(value - unit.convert(seconds, TimeUnit.SECONDS));
        return Duration.newBuilder().setSeconds(seconds).setNanos((int) nanos).build();
    }
}
