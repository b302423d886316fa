package dev.yodel.gateway.call;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.yodel.gateway.json.BadInputException;
import io.grpc.Metadata;
import io.grpc.Status;

/** Responses with a JSON body that ends with a line break, for terminals. */
public final class JsonResponses {

    private JsonResponses() {}

    /** What a caller sent cannot be used. */
    public static HttpResponse of(BadInputException e) {
        return of(error(HttpStatus.BAD_REQUEST).build(), ErrorJson.of(e));
    }

    /** A status that is not of a call, such as 415. */
    public static HttpResponse of(HttpStatus status, Status.Code code, String message) {
        return of(
                error(status).build(),
                ErrorJson.of(status.code(), code.toStatus().withDescription(message)));
    }

    /** A call that failed before its first message. */
    public static HttpResponse of(Status status, Metadata headers, Metadata trailers) {
        ResponseHeadersBuilder response = error(HttpCodes.of(status.getCode()));
        CallHeaders.addHeaders(response, headers);
        CallHeaders.addTrailers(response, trailers);
        long retryAfter = ErrorJson.retryAfterSeconds(status, trailers);
        if (retryAfter > 0) {
            response.add(HttpHeaderNames.RETRY_AFTER, Long.toString(retryAfter));
        }
        if (status.getCode() == Status.Code.UNAUTHENTICATED) {
            response.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return of(response.build(), ErrorJson.of(status, trailers));
    }

    /** A body under headers. */
    public static HttpResponse of(ResponseHeaders headers, String json) {
        return HttpResponse.of(headers, HttpData.ofUtf8(json + "\n"));
    }

    private static ResponseHeadersBuilder error(HttpStatus status) {
        return ResponseHeaders.builder(status)
                .contentType(MediaType.JSON)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    }
}
