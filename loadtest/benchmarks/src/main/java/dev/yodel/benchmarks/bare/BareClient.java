package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Tally;
import dev.yodel.benchmarks.load.Window;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The least that grpc-java needs to make a load: calls on one channel, its callbacks on the transport's own thread, a
 * histogram of nanoseconds, a look at the status, nothing else.
 */
public final class BareClient implements AutoCloseable {

    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Load load;
    private final ManagedChannel channel;
    private final ScheduledExecutorService thinking = Executors.newSingleThreadScheduledExecutor();
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean warm;
    private volatile boolean over;

    private BareClient(Load load) {
        this.load = load;
        channel = NettyChannelBuilder.forTarget(load.target())
                .usePlaintext()
                .directExecutor()
                .build();
    }

    public static void main(String[] args) throws InterruptedException {
        Load load = Load.of(System.getProperties());
        try (BareClient client = new BareClient(load)) {
            client.start();
            new Window(load, client::counted, () -> client.warm = true, System.out).measure();
        }
    }

    private void start() {
        for (int i = 0; i < load.users(); i++) {
            switch (load.shape()) {
                case UNARY -> new UnaryUser(this, load).call();
                case CHAT -> new ChatUser(this, load).open();
                case JSON, PACED ->
                    throw new IllegalArgumentException("shape: %s (expected: UNARY, CHAT)".formatted(load.shape()));
            }
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    boolean over() {
        return over;
    }

    /** One connection has one thread, on which all callbacks run: it alone records. */
    void answered(long nanos) {
        recorder.recordValue(nanos);
    }

    void failed() {
        failed.incrementAndGet();
    }

    /** Goes on after the user has thought, on another thread; at once if users don't think. */
    void thenAfterThinking(Runnable next) {
        if (load.manner().think().isZero() || !warm) {
            next.run();
        } else {
            ScheduledFuture<?> unused =
                    thinking.schedule(next, load.manner().think().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Tally counted() {
        return new Tally(recorder.getIntervalHistogram(), failed.getAndSet(0), 0);
    }

    @Override
    public void close() {
        over = true;
        thinking.shutdownNow();
        channel.shutdownNow();
    }
}
