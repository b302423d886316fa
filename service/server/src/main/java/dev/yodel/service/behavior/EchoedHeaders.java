package dev.yodel.service.behavior;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoedMetadata;
import dev.yodel.v1.Header;
import io.grpc.Metadata;
import java.util.List;
import java.util.function.BiFunction;

/** Request metadata that is sent back: it becomes metadata of the response, as if the caller had given it. */
final class EchoedHeaders {

    private EchoedHeaders() {}

    /** @param exposed the values of a key that callers may see */
    static Behavior addTo(Behavior behavior, Metadata headers, BiFunction<Metadata, String, List<String>> exposed) {
        EchoedMetadata echo = behavior.getEcho();
        Behavior.Builder added = behavior.toBuilder().clearEcho();
        for (String key : echo.getHeaderKeysList()) {
            exposed.apply(headers, key).forEach(value -> added.addHeaders(header(key, value)));
        }
        for (String key : echo.getTrailerKeysList()) {
            exposed.apply(headers, key).forEach(value -> added.addTrailers(header(key, value)));
        }
        return added.build();
    }

    private static Header header(String key, String value) {
        return Header.newBuilder().setKey(key).setValue(value).build();
    }
}
