package dev.yodel.loadtest.call;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The answer of a server to one check of {@code grpc.health.v1}.
 *
 * @param isServing whether the service serves
 * @param line the health in one line
 * @param status the status of the check
 */
public record HealthProbe(boolean isServing, String line, Status status) {

    /**
     * Checks the health of a service.
     *
     * @param service its full name; empty for the server as a whole
     */
    public static HealthProbe of(Channel channel, String service, Metadata metadata, Duration timeout) {
        try {
            ServingStatus health = HealthGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .check(HealthCheckRequest.newBuilder().setService(service).build())
                    .getStatus();
            return new HealthProbe(health == ServingStatus.SERVING, health.name(), Status.OK);
        } catch (StatusRuntimeException e) {
            return new HealthProbe(false, failure(service, e.getStatus()), e.getStatus());
        }
    }

    private static String failure(String service, Status status) {
        return switch (status.getCode()) {
            case UNIMPLEMENTED -> "UNIMPLEMENTED: the server has no grpc.health.v1.Health service";
            case NOT_FOUND -> "NOT_FOUND: the server reports no health of " + service;
            default -> status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
        };
    }
}
