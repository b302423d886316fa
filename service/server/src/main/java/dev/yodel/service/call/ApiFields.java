package dev.yodel.service.call;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ResponseInfo;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the engine handles in every method of the API: the {@link Behavior} of requests, padding and info of
 * responses. Looked up once per method.
 *
 * @param behaviorOf reads the behavior that a request asks for
 * @param empty the response without any field
 */
record ApiFields<ReqT, RespT>(
        Function<ReqT, Behavior> behaviorOf,
        Message empty,
        @Nullable FieldDescriptor padding,
        @Nullable FieldDescriptor info) {

    static <ReqT, RespT> ApiFields<ReqT, RespT> of(
            MethodDescriptor<ReqT, RespT> method, Function<ReqT, Behavior> behaviorOf) {
        PrototypeMarshaller<RespT> marshaller = (PrototypeMarshaller<RespT>) method.getResponseMarshaller();
        Message empty = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
        return new ApiFields<>(
                behaviorOf,
                empty,
                empty.getDescriptorForType().findFieldByName("padding"),
                empty.getDescriptorForType().findFieldByName("info"));
    }

    /** What to add to the responses of one call, or null if there is nothing to add. Only the first response has info. */
    @Nullable
    ResponseExtras<RespT> extras(int paddingBytes, @Nullable ResponseInfo responseInfo) {
        if (paddingBytes == 0 && responseInfo == null) {
            return null;
        }
        Message padded = with(empty, padding, ResponseExtras.padding(paddingBytes));
        return new ResponseExtras<>(with(padded, info, responseInfo), padded);
    }

    private static Message with(Message message, @Nullable FieldDescriptor field, @Nullable Object value) {
        return field == null || value == null
                ? message
                : message.toBuilder().setField(field, value).build();
    }
}
