package dev.yodel.gatling.grpc.schema;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.List;

/** Makes templates for the requests of a method, be it of a {@link Schema} or of a generated stub. */
public final class RequestTemplate {

    private RequestTemplate() {}

    /**
     * A template of requests of the method.
     *
     * @throws SchemaException if its requests are no protobuf messages, or the JSON does not fit them
     */
    public static MessageTemplate<?> of(MethodDescriptor<?, ?> method, String json) {
        if (method.getSchemaDescriptor() instanceof MethodSchema schema) {
            return schema.dynamic().template(json);
        }
        if (method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller
                && marshaller.getMessagePrototype() instanceof Message prototype) {
            Schema schema =
                    Schema.ofFiles(List.of(prototype.getDescriptorForType().getFile()));
            return MessageTemplate.parse(json, prototype, schema);
        }
        throw new SchemaException(method.getFullMethodName() + ": JSON for requests that are no protobuf messages"
                + " (expected: a method of protobuf messages)");
    }
}
