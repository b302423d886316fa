package dev.yodel.service.behavior;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.yodel.service.behavior.Violations.Violation;
import java.util.List;

/**
 * A request is rejected. If it is out of bounds, its status is INVALID_ARGUMENT with a {@link BadRequest} for people and
 * an {@link ErrorInfo} for programs. It has no stack trace: it describes the caller's error and is created once per bad
 * call.
 */
public final class RejectedRequestException extends RuntimeException {

    static final String REASON = "OUT_OF_BOUNDS";
    static final String DOMAIN = "yodel.dev";

    /** The maximum number of violations reported: trailers must stay below the 8 KiB that most clients accept. */
    private static final int MAX_VIOLATIONS = 8;

    private static final long serialVersionUID = 1;

    private final transient Status status;

    RejectedRequestException(List<Violation> violations) {
        super(violations.get(0).message(), null, false, false);
        Violation first = violations.get(0);
        BadRequest.Builder all = BadRequest.newBuilder();
        violations.stream()
                .limit(MAX_VIOLATIONS)
                .forEach(violation -> all.addFieldViolationsBuilder()
                        .setField(violation.field())
                        .setDescription(violation.reason()));
        ErrorInfo info = ErrorInfo.newBuilder()
                .setReason(REASON)
                .setDomain(DOMAIN)
                .putMetadata("field", first.field())
                .putMetadata("value", first.value())
                .putMetadata("expected", first.expected())
                .build();
        status = Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(first.message())
                .addDetails(Any.pack(all.build()))
                .addDetails(Any.pack(info))
                .build();
    }

    private RejectedRequestException(Status status) {
        super(status.getMessage(), null, false, false);
        this.status = status;
    }

    /** A request that is within its bounds, but not possible in the present state of the server. */
    public static RejectedRequestException of(Code code, String message) {
        return new RejectedRequestException(Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .build());
    }

    public Status status() {
        return status;
    }
}
