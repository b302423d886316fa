package dev.yodel.service.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.v1.ResponseInfo;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a method's response that the engine sets, {@code padding} and {@code info}: looked up once per method.
 *
 * @param prototype the empty response
 * @param padding null if the response has no such field
 * @param info null if the response has no such field
 */
record ResponseFields<RespT>(
        Message prototype,
        @Nullable FieldDescriptor padding,
        @Nullable FieldDescriptor info) {

    static <RespT> ResponseFields<RespT> of(MethodDescriptor<?, RespT> method) {
        PrototypeMarshaller<RespT> marshaller = (PrototypeMarshaller<RespT>) method.getResponseMarshaller();
        Message prototype = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
        return new ResponseFields<>(
                prototype,
                prototype.getDescriptorForType().findFieldByName("padding"),
                prototype.getDescriptorForType().findFieldByName("info"));
    }

    /** What to add to the responses of one call; null if there is nothing to add. */
    @Nullable
    ResponseExtras<RespT> extras(int paddingBytes, @Nullable ResponseInfo responseInfo) {
        if (paddingBytes == 0 && responseInfo == null) {
            return null;
        }
        Message padded = with(prototype, padding, Padding.of(paddingBytes));
        return new ResponseExtras<>(responseInfo == null ? padded : with(padded, info, responseInfo), padded);
    }

    private static Message with(Message message, @Nullable FieldDescriptor field, Object value) {
        return field == null
                ? message
                : message.toBuilder().setField(field, value).build();
    }
}
