package dev.yodel.grpc.dynamic.schema;

import io.grpc.Status;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A mistake in a schema, a template or a field path. The message is one line: what is wrong, the value, what was expected
 * and, for a mistyped name, the nearest name that exists.
 */
public final class SchemaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message) {
        super(message);
    }

    public SchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The error for a name that does not exist.
     *
     * @param what what the name was used for, with the name in it
     * @param name the name
     * @param existing the names that could have been meant
     */
    public static SchemaException unknown(String what, String name, Collection<String> existing) {
        return new SchemaException(what + " " + NearMatches.expected(name, existing));
    }

    /** The same error with a note in parentheses at its end. */
    public SchemaException withNote(String note) {
        return new SchemaException(getMessage() + " (" + note + ")", this);
    }

    /** Whether a server refused reflection because of missing or insufficient credentials. */
    public boolean isRefused() {
        Status.Code code = Status.fromThrowable(this).getCode();
        return code == Status.Code.UNAUTHENTICATED || code == Status.Code.PERMISSION_DENIED;
    }
}
