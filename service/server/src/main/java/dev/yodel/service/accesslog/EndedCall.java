package dev.yodel.service.accesslog;

import io.grpc.Status;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A call that has ended.
 *
 * @param method its full name; {@code unknown} if the server does not have it
 * @param nanos how long it took
 * @param received the number of request messages
 * @param sent the number of response messages
 * @param peer where it came from, if that is known
 */
public record EndedCall(
        String method,
        Status.Code code,
        long nanos,
        long received,
        long sent,
        @Nullable SocketAddress peer) {}
