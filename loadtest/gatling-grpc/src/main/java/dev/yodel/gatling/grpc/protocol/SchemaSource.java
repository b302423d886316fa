package dev.yodel.gatling.grpc.protocol;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A source of schemas for methods without stubs. Reflection, descriptor sets and {@code .proto} files are built in. */
@FunctionalInterface
public interface SchemaSource {

    /**
     * Loads the schema of methods and message types.
     *
     * @param target a channel to the {@link #target()}; its calls carry the metadata and credentials of the protocol,
     *     unless these need a user
     * @param symbols methods as {@code package.Service/Method}, types as {@code package.Message}
     */
    CompletionStage<Schema> load(Channel target, Collection<String> symbols);

    /** The name of the target that the channel leads to. The default target unless overridden. */
    default String target() {
        return ChannelSettings.DEFAULT_TARGET;
    }

    /**
     * Loads one method, to find its kind before a scenario is built.
     *
     * @param target a channel to the target
     * @param name the method as {@code package.Service/Method}
     * @return fails with an {@link IllegalArgumentException} of one line if there is no such method
     */
    default CompletionStage<MethodDescriptor<DynamicMessage, DynamicMessage>> method(Channel target, String name) {
        return load(target, List.of(name))
                .thenApply(schema -> schema.method(name).descriptor());
    }
}
