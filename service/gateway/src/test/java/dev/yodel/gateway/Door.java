package dev.yodel.gateway;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.StatusDetail;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A way to the same call. */
enum Door {
    /** gRPC, on its own port. */
    GRPC,
    /** gRPC, on the HTTP port. */
    GRPC_BY_HTTP_PORT,
    /** JSON, on the HTTP port. */
    JSON;

    /** What a call came to; details by the names of their types. */
    record Outcome(Status.Code code, String message, String response, List<String> details) {}

    private static final TypeRegistry TYPES =
            TypeRegistry.newBuilder().add(StatusDetail.getDescriptor()).build();

    /** Calls Echo; a timeout of 0 is none. */
    Outcome echo(GatewayProcess gateway, EchoRequest request, String token, int timeoutMillis) throws Exception {
        return this == JSON
                ? byJson(gateway, request, token, timeoutMillis)
                : byGrpc(
                        this == GRPC ? gateway.service().grpcTarget() : authority(gateway),
                        request,
                        token,
                        timeoutMillis);
    }

    private static String authority(GatewayProcess gateway) throws InterruptedException {
        return URI.create(gateway.service().gatewayUrl()).getAuthority();
    }

    private static Outcome byGrpc(String target, EchoRequest request, String token, int timeoutMillis)
            throws InterruptedException {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(target).usePlaintext().build();
        try {
            Metadata metadata = new Metadata();
            if (!token.isEmpty()) {
                metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            }
            var stub = EchoServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                    .withDeadlineAfter(timeoutMillis == 0 ? 60_000 : timeoutMillis, TimeUnit.MILLISECONDS);
            return new Outcome(Status.Code.OK, "", stub.echo(request).getMessage(), List.of());
        } catch (StatusRuntimeException e) {
            List<String> details = StatusProto.fromThrowable(e).getDetailsList().stream()
                    .map(detail -> detail.getTypeUrl())
                    .toList();
            String message = e.getStatus().getDescription();
            return new Outcome(e.getStatus().getCode(), message == null ? "" : message, "", details);
        } finally {
            channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    private static Outcome byJson(GatewayProcess gateway, EchoRequest request, String token, int timeoutMillis)
            throws Exception {
        List<String> headers = new ArrayList<>();
        if (!token.isEmpty()) {
            headers.addAll(List.of("authorization", "Bearer " + token));
        }
        headers.addAll(List.of("grpc-timeout", (timeoutMillis == 0 ? 60_000 : timeoutMillis) + "m"));
        HttpResponse<String> response = gateway.json(
                "/v1/echo",
                JsonFormat.printer().usingTypeRegistry(TYPES).print(request),
                headers.toArray(String[]::new));
        JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
        if (response.statusCode() == 200) {
            return new Outcome(
                    Status.Code.OK,
                    "",
                    body.has("message") ? body.get("message").getAsString() : "",
                    List.of());
        }
        JsonObject error = body.getAsJsonObject("error");
        List<String> details = new ArrayList<>();
        if (error.has("details")) {
            error.getAsJsonArray("details")
                    .forEach(detail ->
                            details.add(detail.getAsJsonObject().get("@type").getAsString()));
        }
        return new Outcome(
                Status.Code.valueOf(error.get("status").getAsString()),
                error.get("message").getAsString(),
                "",
                details);
    }
}
