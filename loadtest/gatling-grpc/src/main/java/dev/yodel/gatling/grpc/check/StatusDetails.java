package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/**
 * The details of a status: the {@code google.rpc.Status} that servers send in the {@code grpc-status-details-bin}
 * trailer.
 */
final class StatusDetails {

    private StatusDetails() {}

    /**
     * The first detail of the type; null if there is none.
     *
     * @throws IllegalStateException if the detail cannot be parsed
     */
    static <D extends Message> @Nullable D first(GrpcResponse<?> response, Class<D> type) {
        if (response.status() == null || response.trailers() == null) {
            return null;
        }
        com.google.rpc.Status status = StatusProto.fromStatusAndTrailers(response.status(), response.trailers());
        for (Any detail : status.getDetailsList()) {
            if (detail.is(type)) {
                return unpack(detail, type);
            }
        }
        return null;
    }

    private static <D extends Message> D unpack(Any detail, Class<D> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("status detail: not a " + type.getSimpleName(), e);
        }
    }
}
