package dev.yodel.loadtest.distributed;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalHealth;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Intervals as bytes, with exact counts and histograms; the frame around them compresses. */
final class IntervalCodec {

    private static final int MOST_REQUESTS = 10_000;

    private IntervalCodec() {}

    static byte[] encode(Interval interval) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Instant started = interval.started();
            out.writeLong(started.getEpochSecond());
            out.writeInt(started.getNano());
            out.writeLong(interval.end().toNanos());
            out.writeDouble(interval.seconds());
            out.writeUTF(interval.phase().name());
            out.writeLong(interval.openStreams());
            write(out, interval.health().cpuShare());
            write(out, interval.health().lagMaxMillis());
            out.writeLong(interval.health().pauseMillis());
            write(out, interval.counted());
            write(out, interval.uncounted());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if the bytes are no interval */
    static Interval decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Instant started = Instant.ofEpochSecond(in.readLong(), in.readInt());
            Duration end = Duration.ofNanos(in.readLong());
            double seconds = in.readDouble();
            Interval.Phase phase = Interval.Phase.valueOf(in.readUTF());
            long openStreams = in.readLong();
            IntervalHealth health = new IntervalHealth(readDouble(in), readDouble(in), in.readLong());
            return new Interval(started, end, seconds, phase, readAll(in), readAll(in), openStreams, health);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static void write(DataOutputStream out, @Nullable Double number) throws IOException {
        out.writeDouble(number == null ? Double.NaN : number);
    }

    private static @Nullable Double readDouble(DataInputStream in) throws IOException {
        double number = in.readDouble();
        return Double.isNaN(number) ? null : Double.valueOf(number);
    }

    private static void write(DataOutputStream out, List<RequestStats> all) throws IOException {
        out.writeInt(all.size());
        for (RequestStats stats : all) {
            out.writeUTF(stats.name());
            out.writeUTF(stats.kind().name());
            out.writeLong(stats.ok());
            out.writeLong(stats.failed());
            out.writeLong(stats.endedEarly());
            write(out, stats.statuses());
            write(out, stats.failureSources());
            write(out, stats.errors());
            out.writeLong(stats.messagesSent());
            out.writeLong(stats.messagesReceived());
            out.writeLong(stats.sentBytes());
            out.writeLong(stats.receivedBytes());
            write(out, stats.serviceTime());
            write(out, stats.responseTime());
            write(out, stats.startLag());
            write(out, stats.serverTime());
            write(out, stats.roundTrip());
            write(out, stats.firstMessage());
            write(out, stats.gap());
        }
    }

    private static List<RequestStats> readAll(DataInputStream in) throws IOException {
        int size = within(in.readInt(), MOST_REQUESTS);
        List<RequestStats> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(new RequestStats(
                    in.readUTF(),
                    MethodType.valueOf(in.readUTF()),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    read(in, new EnumMap<>(Status.Code.class), Status.Code::valueOf),
                    read(in, new EnumMap<>(FailureSource.class), FailureSource::valueOf),
                    read(in, new TreeMap<>(), text -> text),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    readHistogram(in),
                    readHistogram(in),
                    readHistogram(in),
                    readHistogram(in),
                    readHistogram(in),
                    readHistogram(in),
                    readHistogram(in)));
        }
        return all;
    }

    private static void write(DataOutputStream out, Map<?, Long> counts) throws IOException {
        out.writeInt(counts.size());
        for (Map.Entry<?, Long> count : counts.entrySet()) {
            String key = String.valueOf(count.getKey());
            out.writeUTF(key.length() > 10_000 ? key.substring(0, 10_000) : key);
            out.writeLong(count.getValue());
        }
    }

    private static <K> Map<K, Long> read(DataInputStream in, Map<K, Long> into, Function<String, K> key)
            throws IOException {
        int size = within(in.readInt(), MOST_REQUESTS);
        for (int i = 0; i < size; i++) {
            into.merge(key.apply(in.readUTF()), in.readLong(), Long::sum);
        }
        return into;
    }

    static void write(DataOutputStream out, Histogram nanos) throws IOException {
        if (nanos.getTotalCount() == 0) {
            out.writeInt(0);
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
        int length = nanos.encodeIntoByteBuffer(buffer);
        out.writeInt(length);
        out.write(buffer.array(), 0, length);
    }

    static Histogram readHistogram(DataInputStream in) throws IOException {
        int length = within(in.readInt(), Frame.MOST_BYTES);
        Histogram nanos = none();
        if (length > 0) {
            // Added to one with the recorder's bounds: with equal buckets a sum is bit-equal to one histogram of all
            // values.
            nanos.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(in.readNBytes(length)), 0));
        }
        return nanos;
    }

    private static Histogram none() {
        return new Histogram(TimeUnit.MICROSECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1), 3);
    }

    private static int within(int size, int most) throws IOException {
        if (size < 0 || size > most) {
            throw new IOException("size: %d (expected: 0 to %d)".formatted(size, most));
        }
        return size;
    }
}
