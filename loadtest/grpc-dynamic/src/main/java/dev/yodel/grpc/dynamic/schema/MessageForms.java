package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/** One message type in several Java forms: generated, dynamic, and dynamic of another schema's descriptors. */
public final class MessageForms {
    private MessageForms() {}

    /** The message in the form of the prototype, which is of the same type. */
    public static Message as(Message prototype, Message message, ExtensionRegistryLite extensions) {
        boolean sameForm = message.getClass() == prototype.getClass()
                && message.getDescriptorForType() == prototype.getDescriptorForType();
        return sameForm ? message : parse(prototype, message.toByteString(), extensions);
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
