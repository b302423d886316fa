package dev.yodel.gatling.grpc.protocol;

import dev.yodel.gatling.grpc.GrpcDsl;
import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.grpc.dynamic.schema.Schema;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where methods that are named in a scenario, without a stub, are described. See {@link GrpcDsl#reflection()}. */
@FunctionalInterface
public interface SchemaSource {

    /**
     * The schema of some methods and message types.
     *
     * @param target a channel to the {@link #target()}: metadata and credentials that the protocol gives to every call go
     *     with what is asked over it, as far as they need no user
     * @param symbols what is wanted: methods as {@code package.Service/Method}, types as {@code package.Message}
     */
    CompletionStage<Schema> load(Channel target, Collection<String> symbols);

    /** The name of the target that is asked: the default one, unless this is overridden. */
    default String target() {
        return ChannelSettings.DEFAULT_TARGET;
    }

    /**
     * One method, for whoever needs to know its shape before writing a scenario.
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
