package dev.yodel.gatling.grpc.outcome;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;

/**
 * Recognizes a call that a server refused because it has enough to do: RESOURCE_EXHAUSTED or UNAVAILABLE, with a
 * {@code google.rpc.RetryInfo} among the details of the status. A quota, or a message that is too large, ends with
 * RESOURCE_EXHAUSTED as well, but no server asks to retry it soon.
 */
public final class Shedding {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private Shedding() {}

    /** Whether the trailers of a call say so. */
    public static boolean isIn(Metadata trailers) {
        byte[] details = trailers.get(DETAILS);
        if (details == null) {
            return false;
        }
        try {
            Status status = Status.parseFrom(details);
            return (status.getCode() == Code.RESOURCE_EXHAUSTED_VALUE || status.getCode() == Code.UNAVAILABLE_VALUE)
                    && status.getDetailsList().stream().anyMatch(detail -> detail.is(RetryInfo.class));
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }
}
