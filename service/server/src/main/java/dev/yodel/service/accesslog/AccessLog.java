package dev.yodel.service.accesslog;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every n-th call to the logger {@code access}, on a thread of its own, because writing to a log can block. If it cannot
 * keep up, lines are dropped and counted. Thread-safe.
 */
public final class AccessLog implements CallLog, AutoCloseable {

    private static final int MAX_WAITING = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger("access");

    private final int every;
    private final AtomicLong calls = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new ThreadFactoryBuilder()
                    .setNameFormat("yodel-access-log")
                    .setDaemon(true)
                    .build(),
            (line, executor) -> dropped.increment());

    /**
     * @param every 1 logs every call, 100 one of a hundred
     */
    public AccessLog(int every) {
        this.every = every;
    }

    /** The number of lines that were not written. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void ended(EndedCall call) {
        if (calls.getAndIncrement() % every == 0) {
            writer.execute(() -> write(call));
        }
    }

    /** Writes the lines that wait, for two seconds at most. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(EndedCall call) {
        LOG.atInfo()
                .addKeyValue("method", call.method())
                .addKeyValue("status", call.code())
                .addKeyValue("ms", BigDecimal.valueOf(call.nanos() / 1000, 3).toPlainString())
                .addKeyValue("received", call.received())
                .addKeyValue("sent", call.sent())
                .addKeyValue("peer", peer(call))
                .log("");
    }

    private static String peer(EndedCall call) {
        return call.peer() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(call.peer());
    }
}
