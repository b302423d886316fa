package dev.yodel.grpc.dynamic.schema;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Something about a schema, a template or a path that does not fit: its message is one line with the value, what was
 * expected and, where there is one, the nearest that exists.
 */
public final class SchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }

    public SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same with something more to say. */
    public SchemaException withNote(String note) {
        return new SchemaException(getMessage() + " (" + note + ")", this);
    }

    /** Whether a server refused to describe itself for want of credentials. */
    public boolean isRefused() {
        return Status.fromThrowable(this).getCode() == Status.Code.UNAUTHENTICATED
                || Status.fromThrowable(this).getCode() == Status.Code.PERMISSION_DENIED;
    }
}
