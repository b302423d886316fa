package dev.yodel.service.metrics;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.LongSupplier;

/**
 * Adds the server's own time to each response: a trailer {@code server-timing: app;dur=1.234}, in milliseconds from the
 * arrival of the call to its status. Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C Server Timing</a>
 */
final class ServerTiming implements ServerInterceptor {

    private static final Metadata.Key<String> KEY = Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER);

    private final LongSupplier nanoClock;

    ServerTiming(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        return next.startCall(new TimedCall<>(call), headers);
    }

    /** The text for a duration; whole microseconds, written by hand because a format costs more than the rest of a call. */
    static String text(long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        long fraction = micros % 1000;
        return "app;dur=" + micros / 1000 + (fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".") + fraction;
    }

    private final class TimedCall<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final long start = nanoClock.getAsLong();

        TimedCall(ServerCall<ReqT, RespT> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            trailers.put(KEY, text(nanoClock.getAsLong() - start));
            super.close(status, trailers);
        }
    }
}
