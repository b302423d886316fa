package dev.yodel.gateway.call;

import com.linecorp.armeria.common.HttpStatus;
import io.grpc.Status;

/**
 * HTTP statuses of gRPC's.
 *
 * @see <a href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 */
public final class HttpCodes {

    private HttpCodes() {}

    public static HttpStatus of(Status.Code code) {
        return HttpStatus.valueOf(
                switch (code) {
                    case OK -> 200;
                    case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
                    case UNAUTHENTICATED -> 401;
                    case PERMISSION_DENIED -> 403;
                    case NOT_FOUND -> 404;
                    case ALREADY_EXISTS, ABORTED -> 409;
                    case RESOURCE_EXHAUSTED -> 429;
                    case CANCELLED -> 499;
                    case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
                    case UNIMPLEMENTED -> 501;
                    case UNAVAILABLE -> 503;
                    case DEADLINE_EXCEEDED -> 504;
                });
    }
}
