package dev.yodel.service.limits;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * The end of a call that is refused because the server has enough to do: RESOURCE_EXHAUSTED, and among its details when to
 * retry. Made without an exception, whose stack trace would cost as much as serving a call.
 */
public final class Shed {

    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private static final Any RETRY_INFO = Any.pack(RetryInfo.newBuilder()
            .setRetryDelay(Duration.newBuilder().setSeconds(1))
            .build());

    private Shed() {}

    public static Status status(String reason) {
        return Status.RESOURCE_EXHAUSTED.withDescription(reason);
    }

    public static Metadata trailers(String reason) {
        com.google.rpc.Status details = com.google.rpc.Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                .setMessage(reason)
                .addDetails(RETRY_INFO)
                .build();
        Metadata trailers = new Metadata();
        trailers.put(DETAILS, details.toByteArray());
        return trailers;
    }
}
