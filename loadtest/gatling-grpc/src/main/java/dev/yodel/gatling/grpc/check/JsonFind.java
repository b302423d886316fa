package dev.yodel.gatling.grpc.check;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.yodel.gatling.grpc.GrpcResponse;
import dev.yodel.gatling.grpc.schema.JsonOutput;
import dev.yodel.gatling.grpc.schema.Schema;
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
        if (known == null || !known.fits(message, response.schema())) {
            Descriptor found = message.getDescriptorForType();
            known = new Writer(found, response.schema(), JsonOutput.of(response.schemaOf(message)));
            writer = known;
        }
        return known.output().print(message);
    }

    private record Writer(Descriptor type, @Nullable Schema schema, JsonOutput output) {

        boolean fits(Message message, @Nullable Schema ofRun) {
            return type == message.getDescriptorForType() && schema == ofRun;
        }
    }
}
