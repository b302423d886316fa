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

    boolean isUnimplemented() {
        return code() == Status.Code.UNIMPLEMENTED;
    }

    boolean isRefusal() {
        return code() == Status.Code.UNAUTHENTICATED || code() == Status.Code.PERMISSION_DENIED;
    }

    private Status.Code code() {
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
        Throwable root = getStatus().getCause();
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String description = firstLine(getStatus().getDescription());
        String cause = firstLine(root == null ? null : root.getMessage());
        return (description.isEmpty() ? "" : ": " + description) + (cause.isEmpty() ? "" : " (" + cause + ")");
    }

    /** gRPC's descriptions may have a second line with the channel pipeline. */
    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
