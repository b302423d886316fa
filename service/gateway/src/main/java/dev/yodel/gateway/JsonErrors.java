package dev.yodel.gateway;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.yodel.gateway.call.ErrorJson;
import dev.yodel.gateway.call.JsonResponses;
import dev.yodel.gateway.limits.BodyRefusedException;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** What the HTTP server itself refuses, in the same JSON as a failed call. */
final class JsonErrors implements ServerErrorHandler {

    @Override
    public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
        if (Exceptions.peel(cause) instanceof BodyRefusedException refused) {
            return JsonResponses.of(HttpStatus.TOO_MANY_REQUESTS, Status.Code.RESOURCE_EXHAUSTED, refused.reason());
        }
        return null; // To Armeria's own handler, which asks renderStatus for the body.
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String what = headers == null ? "" : headers.method() + " " + headers.path();
        String body = ErrorJson.of(status.code(), code(status).withDescription(message(status, what)));
        return AggregatedHttpResponse.of(status, MediaType.JSON, HttpData.ofUtf8(body + "\n"));
    }

    private static String message(HttpStatus status, String what) {
        return switch (status.code()) {
            case 404 -> what + ": no such path (expected: one of /v1/openapi.json)";
            case 405 -> what + ": no such method here (expected: as in /v1/openapi.json)";
            case 413 -> what + ": the body is too large (expected: at most as --max-message-size allows)";
            case 503 -> what + ": the body took too long, or the server is stopping";
            default -> what + ": " + status.reasonPhrase();
        };
    }

    private static Status code(HttpStatus status) {
        return switch (status.code()) {
            case 404 -> Status.NOT_FOUND;
            case 405 -> Status.UNIMPLEMENTED;
            case 413, 429 -> Status.RESOURCE_EXHAUSTED;
            case 503 -> Status.UNAVAILABLE;
            case 504 -> Status.DEADLINE_EXCEEDED;
            default -> status.isClientError() ? Status.INVALID_ARGUMENT : Status.INTERNAL;
        };
    }
}
