package dev.yodel.gatling.grpc.outcome;

import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * What the client itself refuses of a call that was on its way. It is told by the form in which gRPC tells it, as no
 * trailers say so: with a cause, which nothing that came over the wire has, by a code that only a limit of the client
 * gives, or, for a compression that the client has no means to undo, by its text alone.
 */
final class ClientRefusal {

    private static final String UNREADABLE = "Can't ";
    private static final String TOO_MANY_HEADERS = "Header size exceeded"; // maxInboundMetadataSize

    private ClientRefusal() {}

    /** Whether the client refused the call that ended with the status, on a connection and without trailers. */
    static boolean is(Status status) {
        Throwable cause = status.getCause();
        return switch (status.getCode()) {
            case RESOURCE_EXHAUSTED -> true; // an answer above maxInboundMessageSize
            case CANCELLED -> cause != null; // a message that could not be written or read
            case UNKNOWN -> cause != null && !(cause instanceof ClosedChannelException); // one not to be decompressed
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
