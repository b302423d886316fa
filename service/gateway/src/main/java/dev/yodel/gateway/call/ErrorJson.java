package dev.yodel.gateway.call;

import com.google.common.io.BaseEncoding;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import dev.yodel.gateway.json.BadInputException;
import dev.yodel.gateway.json.MessageJson;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/** A failed call as JSON, in the form of Google's APIs: code, message, status and details. */
public final class ErrorJson {

    private ErrorJson() {}

    /** The body for how a call ended. */
    public static String of(Status status, @Nullable Metadata trailers) {
        JsonArray details = new JsonArray();
        com.google.rpc.Status rpc = trailers == null ? null : StatusProto.fromStatusAndTrailers(status, trailers);
        if (rpc != null) {
            rpc.getDetailsList().forEach(detail -> details.add(detail(detail)));
        }
        return body(HttpCodes.of(status.getCode()).code(), status, details);
    }

    /** The body for what a caller sent. */
    public static String of(BadInputException e) {
        JsonArray details = new JsonArray();
        if (!e.field().isEmpty()) {
            BadRequest.FieldViolation.Builder violation = BadRequest.FieldViolation.newBuilder()
                    .setField(e.field())
                    .setDescription(String.valueOf(e.getMessage()));
            details.add(detail(Any.pack(
                    BadRequest.newBuilder().addFieldViolations(violation).build())));
        }
        return body(400, Status.INVALID_ARGUMENT.withDescription(e.getMessage()), details);
    }

    /** The body for an HTTP status that is not of a call. */
    public static String of(int code, Status status) {
        return body(code, status, new JsonArray());
    }

    /** After how many seconds to retry, by the details; 0 if they do not say. */
    public static long retryAfterSeconds(Status status, Metadata trailers) {
        com.google.rpc.Status rpc = StatusProto.fromStatusAndTrailers(status, trailers);
        for (Any detail : rpc.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                try {
                    com.google.protobuf.Duration delay =
                            detail.unpack(RetryInfo.class).getRetryDelay();
                    return Math.max(0, delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0));
                } catch (InvalidProtocolBufferException e) {
                    return 0; // The server's status was asked for by a caller, and may be anything.
                }
            }
        }
        return 0;
    }

    private static String body(int code, Status status, JsonArray details) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code);
        error.addProperty("message", status.getDescription() == null ? "" : status.getDescription());
        error.addProperty("status", status.getCode().name());
        if (!details.isEmpty()) {
            error.add("details", details);
        }
        JsonObject body = new JsonObject();
        body.add("error", error);
        return body.toString();
    }

    /** A detail of a type that is not known here keeps its bytes, in base64. */
    private static JsonObject detail(Any detail) {
        try {
            return JsonParser.parseString(MessageJson.print(detail)).getAsJsonObject();
        } catch (IllegalStateException e) {
            JsonObject unknown = new JsonObject();
            unknown.addProperty("@type", detail.getTypeUrl());
            unknown.addProperty(
                    "value", BaseEncoding.base64().encode(detail.getValue().toByteArray()));
            return unknown;
        }
    }
}
