package dev.yodel.grpc.dynamic.reflection;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Queries the names of all services. */
final class ServicesQuery implements ReflectionQuery<List<String>> {
    static final ServerReflectionRequest REQUEST =
            ServerReflectionRequest.newBuilder().setListServices("*").build();

    private final CompletableFuture<List<String>> result = new CompletableFuture<>();
    private final ReflectionStream stream;

    ServicesQuery(ReflectionStream stream) {
        this.stream = stream;
    }

    /** The names of the services in a response, sorted. */
    static List<String> of(ServerReflectionResponse response) {
        if (response.hasErrorResponse()) {
            throw new SchemaException("reflection: the server cannot list its services: "
                    + response.getErrorResponse().getErrorMessage());
        }
        return response.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .sorted()
                .toList();
    }

    @Override
    public void start() {
        stream.send(REQUEST, response -> result.complete(of(response)));
    }

    @Override
    public CompletableFuture<List<String>> result() {
        return result;
    }
}
