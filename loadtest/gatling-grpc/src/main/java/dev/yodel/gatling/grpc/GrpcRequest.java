package dev.yodel.gatling.grpc;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.StreamName;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import scala.Function1;

/** A named call without a method yet. */
public final class GrpcRequest {

    private final StreamName stream;
    private final Function1<Session, Validation<String>> name;

    GrpcRequest(StreamName stream, Function1<Session, Validation<String>> name) {
        this.stream = stream;
        this.name = name;
    }

    /** A unary call. */
    public <Q, S> GrpcUnary<Q, S> unary(MethodDescriptor<Q, S> method) {
        return new GrpcUnary<>(attributes(method, MethodType.UNARY));
    }

    /** A call with one request and a stream of responses. */
    public <Q, S> GrpcServerStream<Q, S> serverStream(MethodDescriptor<Q, S> method) {
        return new GrpcServerStream<>(attributes(method, MethodType.SERVER_STREAMING), stream);
    }

    /** A call with a stream of requests and one response. */
    public <Q, S> GrpcClientStream<Q, S> clientStream(MethodDescriptor<Q, S> method) {
        return new GrpcClientStream<>(attributes(method, MethodType.CLIENT_STREAMING), stream);
    }

    /** A call with a stream of requests and a stream of responses. */
    public <Q, S> GrpcBidiStream<Q, S> bidiStream(MethodDescriptor<Q, S> method) {
        return new GrpcBidiStream<>(attributes(method, MethodType.BIDI_STREAMING), stream);
    }

    /**
     * A unary call of a method without a stub, {@code package.Service/Method}; see {@link GrpcProtocolBuilder#schema}.
     */
    public GrpcUnary<DynamicMessage, DynamicMessage> unary(String method) {
        return new GrpcUnary<>(attributes(method, MethodType.UNARY));
    }

    /** A call of a method without a stub, with one request and a stream of responses. */
    public GrpcServerStream<DynamicMessage, DynamicMessage> serverStream(String method) {
        return new GrpcServerStream<>(attributes(method, MethodType.SERVER_STREAMING), stream);
    }

    /** A call of a method without a stub, with a stream of requests and one response. */
    public GrpcClientStream<DynamicMessage, DynamicMessage> clientStream(String method) {
        return new GrpcClientStream<>(attributes(method, MethodType.CLIENT_STREAMING), stream);
    }

    /** A call of a method without a stub, with a stream of requests and a stream of responses. */
    public GrpcBidiStream<DynamicMessage, DynamicMessage> bidiStream(String method) {
        return new GrpcBidiStream<>(attributes(method, MethodType.BIDI_STREAMING), stream);
    }

    private CallAttributes<DynamicMessage, DynamicMessage> attributes(String method, MethodType expected) {
        return new CallAttributes<>(
                name, components -> checked(components.schemas().method(method).descriptor(), expected));
    }

    private <Q, S> CallAttributes<Q, S> attributes(MethodDescriptor<Q, S> method, MethodType expected) {
        MethodDescriptor<Q, S> checked = checked(method, expected);
        return new CallAttributes<>(name, components -> checked);
    }

    private static <Q, S> MethodDescriptor<Q, S> checked(MethodDescriptor<Q, S> method, MethodType expected) {
        if (method.getType() != expected) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: %s)".formatted(method.getFullMethodName(), method.getType(), expected));
        }
        return method;
    }
}
