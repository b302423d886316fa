package dev.yodel.service.metrics;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Adds the server's own time to each response: a trailer {@code server-timing: app;dur=1.234}, in milliseconds from the
 * arrival of the call to its status. Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/server-timing/">W3C Server Timing</a>
 */
final class ServerTiming implements ServerInterceptor {

    /** For bytes that are ASCII: a string would be encoded, and checked, again. */
    private static final Metadata.Key<byte[]> KEY = InternalMetadata.keyOf("server-timing", new Ascii());

    private static final byte[] PREFIX = "app;dur=".getBytes(StandardCharsets.US_ASCII);
    private static final int DECIMALS = 3;

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
    static byte[] text(long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        int digits = DECIMALS + 1;
        for (long rest = micros / 10_000; rest > 0; rest /= 10) {
            digits++;
        }
        byte[] text = Arrays.copyOf(PREFIX, PREFIX.length + digits + 1);
        int point = text.length - 1 - DECIMALS;
        for (int at = text.length - 1; at >= PREFIX.length; at--) {
            if (at == point) {
                text[at] = '.';
            } else {
                text[at] = (byte) ('0' + micros % 10);
                micros /= 10;
            }
        }
        return text;
    }

    private static final class Ascii implements InternalMetadata.TrustedAsciiMarshaller<byte[]> {

        @Override
        public byte[] toAsciiString(byte[] value) {
            return value;
        }

        @Override
        public byte[] parseAsciiString(byte[] serialized) {
            return serialized;
        }
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
