package dev.yodel.service.interop;

import dev.yodel.interop.ResponseParameters;
import dev.yodel.interop.SimpleRequest;
import dev.yodel.interop.StreamingInputCallRequest;
import dev.yodel.interop.StreamingOutputCallRequest;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Compresses the responses that a request wants compressed, and rejects a call whose request had to be compressed and was
 * not. Thread-safe.
 */
final class MessageCompression implements ServerInterceptor {

    private static final String GZIP = "gzip";
    private static final Metadata.Key<String> ENCODING =
            Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        // The header, because a handler does not see whether a single message is compressed.
        boolean compressed = GZIP.equals(headers.get(ENCODING));
        CompressingCall<ReqT, RespT> compressing = new CompressingCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(compressing, headers)) {
            @Override
            public void onMessage(ReqT message) {
                if (expectsCompressed(message) && !compressed) {
                    compressing.reject();
                } else {
                    compressing.note(message);
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!compressing.rejected) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static boolean expectsCompressed(Object message) {
        return message instanceof SimpleRequest simple
                ? simple.getExpectCompressed().getValue()
                : message instanceof StreamingInputCallRequest input
                        && input.getExpectCompressed().getValue();
    }

    private static final class CompressingCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final Deque<Boolean> wanted = new ArrayDeque<>();
        private boolean rejected;

        CompressingCall(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        void note(Object message) {
            if (message instanceof SimpleRequest simple) {
                wanted.add(simple.getResponseCompressed().getValue());
            } else if (message instanceof StreamingOutputCallRequest output) {
                for (ResponseParameters response : output.getResponseParametersList()) {
                    wanted.add(response.getCompressed().getValue());
                }
            }
        }

        void reject() {
            if (!rejected) {
                rejected = true;
                close(
                        Status.INVALID_ARGUMENT.withDescription(
                                "expect_compressed: the request is not compressed (expected: gzip)"),
                        new Metadata());
            }
        }

        @Override
        public void sendHeaders(Metadata headers) {
            if (wanted.contains(true)) {
                setCompression(GZIP);
            }
            super.sendHeaders(headers);
        }

        @Override
        public void sendMessage(RespT message) {
            setMessageCompression(Objects.requireNonNullElse(wanted.poll(), false));
            super.sendMessage(message);
        }
    }
}
