package dev.yodel.gateway.call;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A method of the API with its HTTP path, from the annotation {@code google.api.http}.
 *
 * @param grpc the method as gRPC calls it
 * @param proto the method with its comments and options
 * @param isGet whether its HTTP method is GET, with the fields in the query; else POST, with the whole message in the body
 * @param path the path, such as {@code /v1/greetings/{name}}
 */
public record ApiMethod(
        MethodDescriptor<Message, Message> grpc, Descriptors.MethodDescriptor proto, boolean isGet, String path) {

    /** The methods of services that have a path. */
    public static List<ApiMethod> of(List<ServiceDescriptor> services) {
        List<ApiMethod> methods = new ArrayList<>();
        services.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(ApiMethod::of)
                .forEach(methods::add);
        return List.copyOf(methods);
    }

    @SuppressWarnings("unchecked") // Every message of a generated method is a Message.
    private static ApiMethod of(MethodDescriptor<?, ?> grpc) {
        Descriptors.MethodDescriptor proto = ((ProtoMethodDescriptorSupplier)
                        Objects.requireNonNull(grpc.getSchemaDescriptor()))
                .getMethodDescriptor();
        HttpRule rule = proto.getOptions().getExtension(AnnotationsProto.http);
        boolean isGet = rule.hasGet();
        if (!isGet && !(rule.hasPost() && rule.getBody().equals("*"))) {
            throw new IllegalStateException(
                    proto.getFullName() + ": " + rule + " (expected: get, or post with body \"*\")");
        }
        return new ApiMethod(
                (MethodDescriptor<Message, Message>) grpc, proto, isGet, isGet ? rule.getGet() : rule.getPost());
    }

    /** An empty request. */
    public Message request() {
        return (Message)
                Objects.requireNonNull(((PrototypeMarshaller<?>) grpc.getRequestMarshaller()).getMessagePrototype());
    }

    public boolean isUnary() {
        return grpc.getType() == MethodDescriptor.MethodType.UNARY;
    }

    /** Whether a request is a stream of messages. */
    public boolean clientStreams() {
        return !grpc.getType().clientSendsOneMessage();
    }

    /** Whether a response is a stream of messages. */
    public boolean serverStreams() {
        return !grpc.getType().serverSendsOneMessage();
    }
}
