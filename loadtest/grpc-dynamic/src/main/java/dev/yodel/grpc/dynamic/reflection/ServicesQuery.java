package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The question which services there are. */
final class ServicesQuery implements ReflectionQuery<List<String>> {
    static final ServerReflectionRequest REQUEST =
            ServerReflectionRequest.newBuilder().setListServices("*").build();

    private final CompletableFuture<List<String>> answer = new CompletableFuture<>();
    private final ReflectionStream stream;

    ServicesQuery(ReflectionStream stream) {
        this.stream = stream;
    }

    /** The services of a response, sorted. */
    static List<String> of(ServerReflectionResponse response) {
        if (response.hasErrorResponse()) {
            throw new SchemaException("reflection: the server does not list its services: "
                    + response.getErrorResponse().getErrorMessage());
        }
        return response.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .sorted()
                .toList();
    }

    @Override
    public void begin() {
        stream.ask(REQUEST, response -> answer.complete(of(response)));
    }

    @Override
    public CompletableFuture<List<String>> answer() {
        return answer;
    }
}
