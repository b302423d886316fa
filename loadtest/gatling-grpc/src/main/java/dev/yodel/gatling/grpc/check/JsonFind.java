package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.json.JsonPrinter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints a message as JSON. Thread-safe. */
final class JsonFind implements Function<GrpcResponse<?>, @Nullable String> {

    private final ByType<JsonPrinter> outputs = new ByType<>((type, schema) -> JsonPrinter.of(schema));

    @Override
    public @Nullable String apply(GrpcResponse<?> response) {
        if (!(response.message() instanceof Message message)) {
            return null;
        }
        return outputs.of(response, message).print(message);
    }
}
