package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;

/**
 * A marshaller of dynamic messages of one type, with the extensions of a schema.
 *
 * <p>It parses messages itself, as grpc-protobuf has one extension registry for the whole process. Messages
 * that are sent repeatedly can be cached in serialized form.
 */
final class DynamicMarshaller implements PrototypeMarshaller<DynamicMessage> {

    /** How many messages are cached; any further ones are serialized for each call. */
    private static final int MAX_CACHED = 1_024;

    private final DynamicMessage prototype;
    private final Marshaller<DynamicMessage> plain;
    private final ExtensionRegistryLite extensions;

    // Copied on write: it is read on every call, and written only while templates are made.
    private volatile IdentityHashMap<DynamicMessage, byte[]> cached = new IdentityHashMap<>();

    DynamicMarshaller(Descriptor type, ExtensionRegistryLite extensions) {
        prototype = DynamicMessage.getDefaultInstance(type);
        plain = ProtoUtils.marshaller(prototype);
        this.extensions = extensions;
    }

    synchronized void cache(DynamicMessage message) {
        if (cached.size() >= MAX_CACHED) {
            return;
        }
        IdentityHashMap<DynamicMessage, byte[]> copy = new IdentityHashMap<>(cached);
        copy.put(message, message.toByteArray());
        cached = copy;
    }

    @Override
    public InputStream stream(DynamicMessage message) {
        IdentityHashMap<DynamicMessage, byte[]> current = cached;
        byte[] bytes = current.isEmpty() ? null : current.get(message);
        return bytes == null ? plain.stream(message) : new SerializedMessageStream(bytes);
    }

    @Override
    public DynamicMessage parse(InputStream stream) {
        try {
            CodedInputStream input = CodedInputStream.newInstance(
                    stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes());
            DynamicMessage.Builder message = prototype.newBuilderForType().mergeFrom(input, extensions);
            input.checkLastTagWas(0);
            return message.buildPartial();
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription(
                            "invalid " + prototype.getDescriptorForType().getFullName() + ": " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    @Override
    public DynamicMessage getMessagePrototype() {
        return prototype;
    }

    @Override
    public Class<DynamicMessage> getMessageClass() {
        return DynamicMessage.class;
    }
}
