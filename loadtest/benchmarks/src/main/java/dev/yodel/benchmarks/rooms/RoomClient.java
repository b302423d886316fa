package dev.yodel.benchmarks.rooms;

import dev.yodel.benchmarks.load.LinePrefix;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Members of one room over a few connections, of which the first one posts. Prints what was delivered in a window.
 *
 * <p>Arguments: the address, the number of members that read and of those that do not, posts per second (0: as many as the
 * server takes, with a few in flight), the length of warm-up and window in milliseconds.
 */
public final class RoomClient implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int IN_FLIGHT = 8;
    private static final long JOINED_SECONDS = 60;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<ManagedChannel> channelsOfStopped = new ArrayList<>();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final Recorder latencies = new Recorder(TimeUnit.HOURS.toNanos(1), 3);

    private RoomClient(String address) {
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(channel(address));
            channelsOfStopped.add(channel(address));
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try (RoomClient client = new RoomClient(args[0])) {
            client.run(
                    Integer.parseInt(args[1]),
                    Integer.parseInt(args[2]),
                    Integer.parseInt(args[3]),
                    Long.parseLong(args[4]),
                    Long.parseLong(args[5]));
        }
    }

    private void run(int reading, int stopped, int postsPerSecond, long warmUpMillis, long windowMillis)
            throws InterruptedException {
        CountDownLatch joined = new CountDownLatch(reading + stopped);
        List<RoomMember> members = new ArrayList<>();
        for (int i = 0; i < reading; i++) {
            members.add(new RoomMember(this, channels.get(i % CONNECTIONS), "reader " + i, true, joined));
        }
        for (int i = 0; i < stopped; i++) {
            members.add(new RoomMember(this, channelsOfStopped.get(i % CONNECTIONS), "stopped " + i, false, joined));
        }
        if (!joined.await(JOINED_SECONDS, TimeUnit.SECONDS)) {
            System.out.printf(
                    "%s members joined: %d of %d%n",
                    LinePrefix.FAILED, members.size() - joined.getCount(), members.size());
            return;
        }
        RoomPoster poster = new RoomPoster(members.get(0), postsPerSecond, IN_FLIGHT);
        members.get(0).deliversTo(poster);
        poster.start();
        Thread.sleep(warmUpMillis);
        deliveries.set(0);
        missed.set(0);
        latencies.reset();
        System.out.println(LinePrefix.BEGIN);
        long begin = System.nanoTime();
        Thread.sleep(windowMillis);
        long delivered = deliveries.get();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Histogram histogram = latencies.getIntervalHistogram();
        System.out.println(LinePrefix.END);
        System.out.printf(
                "%s perSecond=%.1f missed=%d p50=%.1f p99=%.1f%n",
                LinePrefix.RESULT,
                delivered / seconds,
                missed.get(),
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6);
        poster.stop();
    }

    /** An event has reached a member. */
    void delivered(long nanos) {
        deliveries.incrementAndGet();
        latencies.recordValue(Math.max(0, nanos));
    }

    /** A member has missed events. */
    void missed(long events) {
        missed.addAndGet(events);
    }

    private static ManagedChannel channel(String address) {
        return NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        channelsOfStopped.forEach(ManagedChannel::shutdownNow);
    }
}
