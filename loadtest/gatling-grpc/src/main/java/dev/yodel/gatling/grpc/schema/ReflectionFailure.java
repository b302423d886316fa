package dev.yodel.gatling.grpc.schema;

import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The status that a stream of reflection ended with. */
final class ReflectionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    ReflectionFailure(Status status) {
        super(status.toString(), status.getCause());
        this.status = status;
    }

    Status.Code code() {
        return status.getCode();
    }

    /** One line for people. */
    String line(@Nullable String authority, Duration deadline) {
        String subject = "reflection of " + authority + ": ";
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                subject
                        + "not served (expected: grpc.reflection.v1 or v1alpha; else give a descriptor set or .proto files)";
            case DEADLINE_EXCEEDED -> subject + "no answer within " + deadline.toMillis() + " ms";
            default -> subject + status.getCode() + reason();
        };
    }

    private String reason() {
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String description = status.getDescription() == null ? "" : ": " + status.getDescription();
        return root == null || root.getMessage() == null ? description : description + " (" + root.getMessage() + ")";
    }
}
