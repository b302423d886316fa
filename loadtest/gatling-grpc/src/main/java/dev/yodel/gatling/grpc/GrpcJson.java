package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.JsonMessages;
import dev.yodel.gatling.grpc.call.MessageSource;

/** A message in JSON, created by {@link GrpcDsl#json}. Immutable. */
public final class GrpcJson {

    private final String template;

    GrpcJson(String template) {
        this.template = template;
    }

    <Q> MessageSource<Q> messages() {
        return new JsonMessages<>(template);
    }
}
