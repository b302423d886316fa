package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;

/**
 * MessageForms of one type to bytes and back, with the extensions of a schema.
 *
 * <p>grpc's own marshaller knows one registry of extensions for the whole process; here each schema has its own. MessageForms
 * that are sent over and over can be kept in their serialized form.
 */
final class DynamicMarshaller implements PrototypeMarshaller<DynamicMessage> {

    /** MessageForms kept in their serialized form; those of a scenario beyond them are serialized each time. */
    private static final int MOST_KEPT = 1_024;

    private final DynamicMessage prototype;
    private final ExtensionRegistryLite extensions;

    // Replaced as a whole and never changed: it is read on every call and written while scenarios are built.
    private volatile IdentityHashMap<DynamicMessage, byte[]> kept = new IdentityHashMap<>();

    DynamicMarshaller(Descriptor type, ExtensionRegistryLite extensions) {
        prototype = DynamicMessage.getDefaultInstance(type);
        this.extensions = extensions;
    }

    synchronized void keep(DynamicMessage message) {
        if (kept.size() >= MOST_KEPT) {
            return;
        }
        IdentityHashMap<DynamicMessage, byte[]> more = new IdentityHashMap<>(kept);
        more.put(message, message.toByteArray());
        kept = more;
    }

    @Override
    public InputStream stream(DynamicMessage message) {
        IdentityHashMap<DynamicMessage, byte[]> now = kept;
        byte[] bytes = now.isEmpty() ? null : now.get(message);
        return bytes == null ? new MessageStream(message) : new SerializedMessageStream(bytes);
    }

    @Override
    public DynamicMessage parse(InputStream stream) {
        try {
            CodedInputStream input = CodedInputStream.newInstance(
                    stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes());
            DynamicMessage.Builder message = prototype.newBuilderForType().mergeFrom(input, extensions);
            input.checkLastTagWas(0);
            return message.buildPartial();
        } catch (InvalidProtocolBufferException e) {
            throw Status.INTERNAL
                    .withDescription(
                            "no valid " + prototype.getDescriptorForType().getFullName() + ": " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("message could not be read: " + e.getMessage())
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
