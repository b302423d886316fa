package dev.yodel.gatling.grpc.config;

import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.Metadata;
import java.util.Set;
import scala.Function1;

/** One entry of request metadata, its value made for each session. */
public record Header<T>(Metadata.Key<T> key, Function1<Session, Validation<T>> value) {

    /** What gRPC writes itself: an entry of that name would be left out, and nobody told. */
    private static final Set<String> OF_GRPC = Set.of("content-type", "te", "user-agent");

    public Header {
        if (OF_GRPC.contains(key.name())) {
            throw new IllegalArgumentException("header: %s (expected: another name, as gRPC sets %s itself%s)"
                    .formatted(
                            key.name(),
                            key.name(),
                            key.name().equals("user-agent") ? "; there is userAgent(...)" : ""));
        }
    }
}
