package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.LatenessCounters;
import dev.yodel.benchmarks.load.CallCounters;
import dev.yodel.benchmarks.load.Measurement;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The least that grpc-java needs to make a load: calls on one channel, its all of it on the transport's one thread, a
 * histogram of nanoseconds, a look at the status, nothing else.
 */
public final class BareClient implements AutoCloseable {

    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Load load;
    private final ManagedChannel channel;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
    private final AtomicLong failed = new AtomicLong();
    private final LatenessCounters punctuality = new LatenessCounters(Load.LONGEST);
    private volatile boolean over;

    private BareClient(Load load) {
        this.load = load;
        channel = NettyChannelBuilder.forTarget(load.target())
                .usePlaintext()
                .eventLoopGroup(loop)
                .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .directExecutor()
                .build();
    }

    public static void main(String[] args) throws InterruptedException, IOException {
        Load load = Load.of(System.getProperties());
        try (BareClient client = new BareClient(load)) {
            client.start();
            new Measurement(load, client::counted, client.punctuality, System.in, System.out).measure();
        }
    }

    private void start() {
        switch (load.shape()) {
            case UNARY -> forEachUser(() -> new UnaryUser(this, load).call());
            case CHAT -> forEachUser(() -> new ChatUser(this, load).open());
            case PACED -> later(new ScheduledUser(this, load), 0);
            case JSON, VISIT ->
                throw new IllegalArgumentException(
                        "shape: %s (expected: UNARY, CHAT or PACED)".formatted(load.shape()));
        }
    }

    private void forEachUser(Runnable start) {
        for (int i = 0; i < load.users(); i++) {
            start.run();
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    boolean over() {
        return over;
    }

    /** There is one thread: it alone records. */
    void answered(long nanos) {
        recorder.recordValue(nanos);
    }

    /** A call began, at its due time or later. */
    void began(long dueNanos, long startNanos) {
        punctuality.began(dueNanos, startNanos);
    }

    void failed() {
        failed.incrementAndGet();
    }

    /** Runs it some time from now, on the one thread. */
    void later(Runnable task, long nanos) {
        ScheduledFuture<?> unused = loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private CallCounters counted() {
        return new CallCounters(recorder.getIntervalHistogram(), failed.getAndSet(0));
    }

    @Override
    public void close() {
        over = true;
        channel.shutdownNow();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
