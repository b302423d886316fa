package dev.yodel.gatling.grpc.outcome;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a status by which the client itself refused a call that was sent. There are no trailers in this case. The
 * status has a cause, which no status from the wire has, or a code that only a limit of the client causes, or, for an
 * unknown compression, only a certain text.
 */
final class ClientRefusal {

    private static final String UNREADABLE = "Can't ";
    private static final String TOO_MANY_HEADERS = "Header size exceeded"; // maxInboundMetadataSize

    private ClientRefusal() {}

    /** Whether the client refused a call that had a connection and received no trailers. */
    static boolean is(Status status) {
        Throwable cause = status.getCause();
        return switch (status.getCode()) {
            case RESOURCE_EXHAUSTED -> true; // a response above maxInboundMessageSize
            case CANCELLED -> cause != null; // a message that could not be written or read
            case UNKNOWN ->
                cause != null && !(cause instanceof ClosedChannelException); // a message that could not be decompressed
            case INTERNAL -> isUnreadable(String.valueOf(status.getDescription())) || hasTooManyHeaders(cause);
            default -> false;
        };
    }

    private static boolean isUnreadable(String description) {
        return description.startsWith(UNREADABLE);
    }

    private static boolean hasTooManyHeaders(@Nullable Throwable cause) {
        return cause instanceof Http2Exception
                && String.valueOf(cause.getMessage()).startsWith(TOO_MANY_HEADERS);
    }
}
