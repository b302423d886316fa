package dev.yodel.service.room;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that deliver the events of rooms, one per core at most; a room has at most one task waiting. Thread-safe. */
public final class RoomThreads implements Executor, AutoCloseable {

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    public RoomThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        pool = new ThreadPoolExecutor(
                cores,
                cores,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new ThreadFactoryBuilder()
                        .setNameFormat("yodel-rooms-%d")
                        .setDaemon(true)
                        .build(),
                // Calls that end after the pool are of no interest to their rooms.
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable pass) {
        pool.execute(pass);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
