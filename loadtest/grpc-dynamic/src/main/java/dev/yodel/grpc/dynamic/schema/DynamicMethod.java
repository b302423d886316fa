package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;

/** A method of a {@link Schema}, with all that is needed to call it. Safe to share. */
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

    private static MethodType type(Descriptors.MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        }
        return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    /** The name as {@code package.Service/Method}. */
    public String fullName() {
        return descriptor.getFullMethodName();
    }

    /** What grpc needs to make calls of it. */
    public MethodDescriptor<DynamicMessage, DynamicMessage> descriptor() {
        return descriptor;
    }

    /** The type of a request. */
    public Descriptor requestType() {
        return method.getInputType();
    }

    /** The type of a response. */
    public Descriptor responseType() {
        return method.getOutputType();
    }

    /** The schema it is of. */
    public Schema schema() {
        return schema;
    }

    /** Keeps the serialized form of a request that is sent again and again: it is then serialized once, and not per call. */
    public void keepSerialized(DynamicMessage request) {
        requests.keep(request);
    }

    @Override
    public String toString() {
        return fullName();
    }
}
