package dev.yodel.benchmarks.overload;

import com.sun.management.OperatingSystemMXBean;
import dev.yodel.benchmarks.load.LinePrefix;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Measures the capacity of a service for expensive calls, then asks for multiples of it, and looks at what is still served.
 *
 * <p>Arguments: the address, {@code unary} or {@code chat}, the length of a window in milliseconds, and factors.
 */
public final class OverloadClient implements AutoCloseable {

    private static final int CONNECTIONS = 4;
    private static final int IN_FLIGHT = 16;
    private static final long DEADLINE_MILLIS = 1000;

    /** At the peak, every call counts, however slow the machine is. */
    private static final long PATIENT_MILLIS = 30_000;

    private static final long LONGEST_RECOVERY = TimeUnit.SECONDS.toNanos(30);

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final ManagedChannel probes;
    private final boolean chat;
    private final long windowNanos;
    private int next;

    private OverloadClient(String address, boolean chat, long windowMillis) {
        for (int i = 0; i < CONNECTIONS; i++) {
            channels.add(HeavyRequests.channel(address));
        }
        probes = NettyChannelBuilder.forTarget(address).usePlaintext().build();
        this.chat = chat;
        windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
    }

    public static void main(String[] args) {
        try (OverloadClient client = new OverloadClient(args[0], args[1].equals("chat"), Long.parseLong(args[2]))) {
            System.out.println(LinePrefix.BEGIN);
            client.closedLoop(); // warm-up
            double peak = client.closedLoop();
            StringBuilder result = new StringBuilder(String.format(Locale.ROOT, "peak=%.1f", peak));
            for (int i = 3; i < args.length; i++) {
                client.overload(peak, Integer.parseInt(args[i]), result);
            }
            System.out.println(LinePrefix.END);
            System.out.println(LinePrefix.RESULT + " " + result);
        }
    }

    /** What is served per second with a fixed number of calls in flight. */
    private double closedLoop() {
        Tally tally = new Tally();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < windowNanos) {
            while (tally.open() < IN_FLIGHT) {
                call(tally, PATIENT_MILLIS);
            }
            LockSupport.parkNanos(100_000);
        }
        double perSecond = tally.served() / ((System.nanoTime() - begun) / 1e9);
        await(() -> tally.open() == 0);
        return perSecond;
    }

    private void overload(double peak, int factor, StringBuilder result) {
        Tally tally = new Tally();
        HealthProbe health = new HealthProbe(probes);
        double callsPerNano = factor * peak / (chat ? HeavyCall.MESSAGES : 1) / 1e9;
        long cpu = cpuNanos();
        long begun = System.nanoTime();
        long started = 0;
        for (long now = begun; now - begun < windowNanos; now = System.nanoTime()) {
            for (; started < (now - begun) * callsPerNano; started++) {
                call(tally, DEADLINE_MILLIS);
            }
            health.probe(now);
            LockSupport.parkNanos(500_000);
        }
        long nanos = System.nanoTime() - begun;
        double seconds = nanos / 1e9;
        double cores = (cpuNanos() - cpu) / (double) nanos;
        long served = tally.served();
        long end = System.nanoTime();
        double recovery = recovery(end);
        await(() -> tally.open() == 0);
        result.append(String.format(
                Locale.ROOT,
                " goodput%1$d=%2$.3f shed%1$d=%3$.3f firstRefusal%1$d=%4$.2f recovery%1$d=%5$.2f"
                        + " healthMax%1$d=%6$.1f healthFailed%1$d=%7$d started%1$d=%8$.3f cores%1$d=%9$.2f",
                factor,
                served / seconds / peak,
                tally.refused() / (double) Math.max(1, started),
                Math.min(seconds, tally.firstRefusalSeconds(begun)),
                recovery,
                health.maxMillis(),
                health.failed(),
                started / (nanos * callsPerNano),
                cores));
    }

    /** Seconds until as many calls as at the peak are served without a refusal. */
    private double recovery(long end) {
        while (System.nanoTime() - end < LONGEST_RECOVERY) {
            Tally burst = new Tally();
            for (int i = 0; i < IN_FLIGHT; i++) {
                call(burst, DEADLINE_MILLIS);
            }
            await(() -> burst.open() == 0);
            if (burst.ok() == IN_FLIGHT) {
                break;
            }
        }
        return (System.nanoTime() - end) / 1e9;
    }

    private void call(Tally tally, long deadlineMillis) {
        ManagedChannel channel = channels.get(next++ % CONNECTIONS);
        new HeavyCall(channel, chat, deadlineMillis, tally).start();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        probes.shutdownNow();
    }
}
