package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import org.jspecify.annotations.Nullable;

/** A method of a {@link Schema}, callable without a generated stub. Safe to share between threads. */
public final class DynamicMethod {
    private final Descriptors.MethodDescriptor method;
    private final Schema schema;
    private final MethodDescriptor<DynamicMessage, DynamicMessage> descriptor;
    private final DynamicMarshaller requests;

    DynamicMethod(Descriptors.MethodDescriptor method, Schema schema) {
        this.method = method;
        this.schema = schema;
        requests = new DynamicMarshaller(method.getInputType(), schema.extensionRegistry());
        IdempotencyLevel idempotency = method.getOptions().getIdempotencyLevel();
        descriptor = MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setFullMethodName(MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setType(type(method))
                .setRequestMarshaller(requests)
                .setResponseMarshaller(new DynamicMarshaller(method.getOutputType(), schema.extensionRegistry()))
                .setIdempotent(idempotency != IdempotencyLevel.IDEMPOTENCY_UNKNOWN)
                .setSafe(idempotency == IdempotencyLevel.NO_SIDE_EFFECTS)
                .setSchemaDescriptor(new MethodSchema(method, this))
                .setSampledToLocalTracing(false)
                .build();
    }

    /** The dynamic method behind a gRPC method descriptor, or null for the method of a generated stub. */
    public static @Nullable DynamicMethod of(MethodDescriptor<?, ?> method) {
        return method.getSchemaDescriptor() instanceof MethodSchema known ? known.dynamic() : null;
    }

    private static MethodType type(Descriptors.MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        }
        return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    /** The full name, as {@code package.Service/Method}. */
    public String fullName() {
        return descriptor.getFullMethodName();
    }

    /** The method descriptor that gRPC makes calls with. */
    public MethodDescriptor<DynamicMessage, DynamicMessage> descriptor() {
        return descriptor;
    }

    /** The message type of a request. */
    public Descriptor requestType() {
        return method.getInputType();
    }

    /** The message type of a response. */
    public Descriptor responseType() {
        return method.getOutputType();
    }

    /** The schema that defines it. */
    public Schema schema() {
        return schema;
    }

    /** Caches the serialized form of a request that is sent repeatedly, so it is serialized once and not for each call. */
    public void cacheSerialized(DynamicMessage request) {
        requests.cache(request);
    }

    @Override
    public String toString() {
        return fullName();
    }
}
