package dev.yodel.benchmarks.bare;

import dev.yodel.benchmarks.load.LatenessCounters;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Measurement;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
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
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The baseline load generator: calls on one channel, all on the transport's only thread, with a latency histogram and a
 * check of the status, and nothing else.
 */
public final class BareClient implements AutoCloseable {

    /** The system property with the certificate that the server must have, a PEM file; without it, calls are not encrypted. */
    public static final String CERTIFICATE = "client.certificate";

    private static final long MAX_LATENCY_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Load load;
    private final ManagedChannel channel;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(MAX_LATENCY_NANOS, SIGNIFICANT_DIGITS);
    private final AtomicLong failed = new AtomicLong();
    private final LatenessCounters lateness = new LatenessCounters(Load.MAX_RUN_TIME);
    private volatile boolean finished;

    private BareClient(Load load, ChannelCredentials credentials) {
        this.load = load;
        channel = NettyChannelBuilder.forTarget(load.address(), credentials)
                .eventLoopGroup(loop)
                .channelType(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .directExecutor()
                .build();
    }

    public static void main(String[] args) throws InterruptedException, IOException {
        Load load = Load.of(System.getProperties());
        String certificate = System.getProperty(CERTIFICATE);
        ChannelCredentials credentials = certificate == null
                ? InsecureChannelCredentials.create()
                : TlsChannelCredentials.newBuilder()
                        .trustManager(new File(certificate))
                        .build();
        try (BareClient client = new BareClient(load, credentials)) {
            client.start();
            new Measurement(load, client::counters, client.lateness, System.in, System.out).run();
        }
    }

    private void start() {
        switch (load.workload()) {
            case UNARY -> forEachUser(() -> new UnaryUser(this, load).call());
            case CHAT -> forEachUser(() -> new ChatUser(this, load).open());
            case SCHEDULED -> schedule(new ScheduledUser(this, load), 0);
            case JSON, NEW_USERS ->
                throw new IllegalArgumentException(
                        "workload: %s (expected: UNARY, CHAT or SCHEDULED)".formatted(load.workload()));
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

    boolean finished() {
        return finished;
    }

    /** Called on the only thread, because the recorder allows a single writer. */
    void answered(long nanos) {
        recorder.recordValue(nanos);
    }

    /** Records the start of a scheduled call. */
    void callStarted(long dueNanos, long startNanos) {
        lateness.callStarted(dueNanos, startNanos);
    }

    void failed() {
        failed.incrementAndGet();
    }

    /** Runs a task on the only thread after a delay. */
    void schedule(Runnable task, long delayNanos) {
        ScheduledFuture<?> unused = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    private Measurement.Counters counters() {
        return new Measurement.Counters(recorder.getIntervalHistogram(), failed.getAndSet(0));
    }

    @Override
    public void close() {
        finished = true;
        channel.shutdownNow();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
