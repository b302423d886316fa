package dev.yodel.service.interop;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Sends two entries of the request's metadata back, one in the headers and one in the trailers. Thread-safe. */
final class EchoMetadata implements ServerInterceptor {

    private static final Metadata.Key<String> INITIAL =
            Metadata.Key.of("x-grpc-test-echo-initial", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<byte[]> TRAILING =
            Metadata.Key.of("x-grpc-test-echo-trailing-bin", Metadata.BINARY_BYTE_MARSHALLER);

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        String initial = headers.get(INITIAL);
        byte[] trailing = headers.get(TRAILING);
        return next.startCall(
                initial == null && trailing == null ? call : new EchoingCall<>(call, initial, trailing), headers);
    }

    private static final class EchoingCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final @Nullable String initial;
        private final byte @Nullable [] trailing;

        EchoingCall(ServerCall<ReqT, RespT> call, @Nullable String initial, byte @Nullable [] trailing) {
            super(call);
            this.initial = initial;
            this.trailing = trailing;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            if (initial != null) {
                headers.put(INITIAL, initial);
            }
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (trailing != null) {
                trailers.put(TRAILING, trailing);
            }
            super.close(status, trailers);
        }
    }
}
