package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.JsonMessages;
import dev.yodel.gatling.grpc.call.MessageSource;
import java.util.List;

/**
 * A message in JSON, created by {@link GrpcDsl#json}, or one of several in turn, created by {@link GrpcDsl#jsonInTurn}.
 * Immutable.
 */
public final class GrpcJson {

    private final List<String> templates;

    GrpcJson(List<String> templates) {
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("messages in turn: none (expected: at least one)");
        }
        this.templates = List.copyOf(templates);
    }

    <Q> MessageSource<Q> messages() {
        List<MessageSource<Q>> sources = templates.stream()
                .<MessageSource<Q>>map(template -> new JsonMessages<>(template))
                .toList();
        return sources.size() == 1 ? sources.get(0) : MessageSource.inTurn(sources);
    }
}
