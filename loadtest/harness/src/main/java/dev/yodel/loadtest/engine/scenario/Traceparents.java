package dev.yodel.loadtest.engine.scenario;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.loadtest.plan.TraceShare;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@code traceparent} headers of calls, of which a share is sampled. Each of these begins a trace. All others have the
 * same header, which asks servers not to trace them: without it, a server that traces every call would. Thread-safe, if the
 * random numbers are.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
final class Traceparents {

    private static final HexFormat HEX = HexFormat.of();
    private static final double TWO_TO_53 = 0x1p53;

    private final double share;
    private final LongSupplier random;
    private final String unsampled;

    Traceparents(TraceShare share, LongSupplier random) {
        this.share = share.share();
        this.random = random;
        unsampled = header("00");
    }

    /** Sends them with every call. */
    static GrpcProtocolBuilder sentBy(GrpcProtocolBuilder protocol, @Nullable TraceShare share) {
        if (share == null) {
            return protocol;
        }
        Traceparents headers =
                new Traceparents(share, () -> ThreadLocalRandom.current().nextLong());
        return protocol.header("traceparent", session -> headers.next());
    }

    /** The header of the next call. */
    String next() {
        boolean sampled = (random.getAsLong() >>> 11) / TWO_TO_53 < share;
        return sampled ? header("01") : unsampled;
    }

    private String header(String flags) {
        return "00-" + digits() + digits() + "-" + digits() + "-" + flags;
    }

    /** An id of nothing but zeros is invalid. */
    private String digits() {
        long id = random.getAsLong();
        return HEX.toHexDigits(id == 0 ? 1 : id);
    }
}
