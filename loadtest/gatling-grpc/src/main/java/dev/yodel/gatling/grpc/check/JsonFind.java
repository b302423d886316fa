package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.gatling.grpc.GrpcResponse;
import dev.yodel.gatling.grpc.schema.JsonOutput;
import dev.yodel.gatling.grpc.schema.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds a message as JSON. Thread-safe. */
public final class JsonFind implements Function<GrpcResponse<?>, @Nullable String> {

    // Of the type of message that came last; nearly always there is one. Racing threads make the same.
    private volatile @Nullable Writer writer;

    @Override
    public @Nullable String apply(GrpcResponse<?> response) {
        if (!(response.message() instanceof Message message)) {
            return null;
        }
        Writer known = writer;
        if (known == null || known.type() != message.getDescriptorForType()) {
            Descriptor found = message.getDescriptorForType();
            known = new Writer(found, JsonOutput.of(Schema.ofFiles(List.of(found.getFile()))));
            writer = known;
        }
        return known.output().print(message);
    }

    private record Writer(Descriptor type, JsonOutput output) {}
}
