package dev.yodel.grpc.dynamic.reflection;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The status that a reflection stream failed with. */
final class ReflectionFailure extends StatusRuntimeException {
    private static final long serialVersionUID = 1L;

    ReflectionFailure(Status status) {
        super(status);
    }

    Status.Code code() {
        return getStatus().getCode();
    }

    /** A one-line description. */
    String line(@Nullable String authority, Duration deadline) {
        String subject = "reflection of " + authority + ": ";
        return switch (code()) {
            case UNIMPLEMENTED ->
                subject
                        + "not served (expected: grpc.reflection.v1 or v1alpha; use a descriptor set or .proto files instead)";
            case DEADLINE_EXCEEDED -> subject + "no answer within " + deadline.toMillis() + " ms";
            default -> subject + code() + reason();
        };
    }

    private String reason() {
        Status status = getStatus();
        Throwable root = status.getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String description = status.getDescription() == null ? "" : ": " + status.getDescription();
        return root == null || root.getMessage() == null ? description : description + " (" + root.getMessage() + ")";
    }
}
