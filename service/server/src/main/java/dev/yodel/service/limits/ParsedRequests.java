package dev.yodel.service.limits;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Ends a call whose request does not parse with INTERNAL and a reason, or RESOURCE_EXHAUSTED if it is too large when
 * decompressed. grpc would let the exception of the parser end it, with UNKNOWN and a stack trace in the log.
 *
 * <p>A request that does not parse becomes an empty one, known by its identity, and the failure waits on the thread
 * until the listener of the call sees that request, which is the next thing that happens there.
 */
public final class ParsedRequests {

    private static final ThreadLocal<Status> FAILURE = new ThreadLocal<>();

    private final Refusals refusals;

    public ParsedRequests(Refusals refusals) {
        this.refusals = refusals;
    }

    /** The same service, for handlers that are {@link Endable}. */
    public ServerServiceDefinition of(ServerServiceDefinition service) {
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(
                        service.getServiceDescriptor().getName())
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            ServerMethodDefinition<?, ?> parsed = of(method);
            descriptor.addMethod(parsed.getMethodDescriptor());
            methods.add(parsed);
        }
        ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(builder::addMethod);
        return builder.build();
    }

    private <ReqT, RespT> ServerMethodDefinition<ReqT, RespT> of(ServerMethodDefinition<ReqT, RespT> method) {
        MethodDescriptor<ReqT, RespT> descriptor = method.getMethodDescriptor();
        Parser<ReqT> parser = new Parser<>((PrototypeMarshaller<ReqT>) descriptor.getRequestMarshaller());
        ServerCallHandler<ReqT, RespT> handler = method.getServerCallHandler();
        return ServerMethodDefinition.create(
                descriptor.toBuilder(parser, descriptor.getResponseMarshaller()).build(),
                (call, headers) -> checked(handler.startCall(call, headers), parser));
    }

    private <ReqT> ServerCall.Listener<ReqT> checked(ServerCall.Listener<ReqT> listener, Parser<ReqT> parser) {
        return listener instanceof Endable call ? new Checked<>(listener, call, parser) : listener;
    }

    private static final class Parser<T> implements PrototypeMarshaller<T> {

        private final PrototypeMarshaller<T> marshaller;
        private final T malformed;

        @SuppressWarnings("unchecked") // A message's builder builds its own type.
        Parser(PrototypeMarshaller<T> marshaller) {
            this.marshaller = marshaller;
            Message prototype = (Message) Objects.requireNonNull(marshaller.getMessagePrototype());
            malformed = (T) prototype.newBuilderForType().build();
        }

        @Override
        public T parse(InputStream stream) {
            try {
                return marshaller.parse(stream);
            } catch (RuntimeException e) {
                FAILURE.set(Status.fromThrowable(e));
                return malformed;
            }
        }

        @Override
        public InputStream stream(T value) {
            return marshaller.stream(value);
        }

        @Override
        public T getMessagePrototype() {
            return Objects.requireNonNull(marshaller.getMessagePrototype());
        }

        @Override
        public Class<T> getMessageClass() {
            return marshaller.getMessageClass();
        }
    }

    private final class Checked<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

        private final Endable call;
        private final Parser<ReqT> parser;

        Checked(ServerCall.Listener<ReqT> listener, Endable call, Parser<ReqT> parser) {
            super(listener);
            this.call = call;
            this.parser = parser;
        }

        @Override
        public void onMessage(ReqT request) {
            if (request == parser.malformed) {
                reject();
            } else {
                delegate().onMessage(request);
            }
        }

        private void reject() {
            Status failure = FAILURE.get();
            FAILURE.remove();
            boolean tooLarge = failure.getCode() == Status.Code.RESOURCE_EXHAUSTED;
            Throwable cause = failure.getCause();
            String reason = "request: " + failure.getDescription()
                    + (cause == null || cause.getMessage() == null ? "" : ", " + cause.getMessage());
            refusals.refused(tooLarge ? "message-too-large" : "malformed-message", reason);
            call.end((tooLarge ? Status.RESOURCE_EXHAUSTED : Status.INTERNAL).withDescription(reason));
        }
    }
}
