package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.SchemaException;

/** Converts messages between the Java classes of one type: generated, dynamic, or dynamic with another schema's descriptors. */
final class MessageConversion {
    private MessageConversion() {}

    /** The message as an instance of the prototype's class; both are of the same message type. */
    static Message convert(Message prototype, Message message, ExtensionRegistryLite extensions) {
        boolean sameClass = message.getClass() == prototype.getClass()
                && message.getDescriptorForType() == prototype.getDescriptorForType();
        return sameClass ? message : parse(prototype, message.toByteString(), extensions);
    }

    private static Message parse(Message prototype, ByteString bytes, ExtensionRegistryLite extensions) {
        try {
            return prototype.newBuilderForType().mergeFrom(bytes, extensions).buildPartial();
        } catch (InvalidProtocolBufferException e) {
            throw new SchemaException(
                    "message: does not fit " + prototype.getDescriptorForType().getFullName() + ": " + e.getMessage(),
                    e);
        }
    }
}
