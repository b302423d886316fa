package dev.yodel.gatling.grpc.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsBatchTest {

    private static final int CALLS = 3;

    private final EventLoop loop = new DefaultEventLoop((ThreadFactory) task -> new Thread(task, "loop"));
    private final ExecutorService actors = Executors.newSingleThreadExecutor(task -> new Thread(task, "actors"));
    private final AtomicInteger wakings = new AtomicInteger();
    private final Executor countedActors = task -> {
        wakings.incrementAndGet();
        actors.execute(task);
    };
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> allWentOn = new CompletableFuture<>();

    @AfterEach
    void end() {
        actors.shutdownNow();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void a_turn_is_reported_in_one_go_before_any_of_its_users_proceeds() {
        oneTurn(countedActors, "");

        assertThat(events)
                .containsExactly(
                        "told 0 by actors",
                        "told 1 by actors",
                        "told 2 by actors",
                        "on 0 by loop",
                        "on 1 by loop",
                        "on 2 by loop");
        assertThat(wakings).hasValue(1);
    }

    @Test
    void the_next_turn_is_reported_anew() {
        oneTurn(countedActors, "");
        events.clear();
        CompletableFuture<Void> again = new CompletableFuture<>();
        loop.execute(() -> StatsBatch.add(loop, countedActors, () -> event("told"), () -> again.complete(null)));
        again.orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(events).containsExactly("told by actors");
        assertThat(wakings).hasValue(2);
    }

    @Test
    void a_call_that_cannot_be_reported_hurts_no_other() {
        oneTurn(countedActors, "told 1");

        assertThat(events)
                .containsExactly(
                        "told 0 by actors", "told 2 by actors", "on 0 by loop", "on 1 by loop", "on 2 by loop");
    }

    @Test
    void a_user_who_can_not_proceed_stops_no_other() {
        oneTurn(countedActors, "on 0");

        assertThat(events)
                .containsExactly(
                        "told 0 by actors", "told 1 by actors", "told 2 by actors", "on 1 by loop", "on 2 by loop");
    }

    @Test
    void users_proceed_where_the_actors_are_gone() {
        oneTurn(
                task -> {
                    throw new RejectedExecutionException("gone");
                },
                "");

        assertThat(events)
                .containsExactly(
                        "told 0 by loop",
                        "told 1 by loop",
                        "told 2 by loop",
                        "on 0 by loop",
                        "on 1 by loop",
                        "on 2 by loop");
    }

    @Test
    void where_the_loop_is_gone_all_is_done_at_once() {
        StatsBatch.add(loop, countedActors, () -> events.add("told"), () -> events.add("on"));

        assertThat(events).containsExactly("told", "on");
        assertThat(wakings).hasValue(0);
    }

    /** Some calls that end in one turn of the loop, in which one thing goes wrong. */
    private void oneTurn(Executor executor, String wrong) {
        loop.execute(() -> {
            for (int i = 0; i < CALLS; i++) {
                String told = "told " + i;
                String on = "on " + i;
                boolean last = i == CALLS - 1;
                StatsBatch.add(loop, executor, () -> eventUnless(wrong, told), () -> proceed(wrong, on, last));
            }
        });
        allWentOn.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private void proceed(String wrong, String what, boolean last) {
        eventUnless(wrong, what);
        if (last) {
            allWentOn.complete(null);
        }
    }

    private void eventUnless(String wrong, String what) {
        if (what.equals(wrong)) {
            throw new IllegalStateException(what);
        }
        event(what);
    }

    private void event(String what) {
        events.add(what + " by " + Thread.currentThread().getName());
    }
}
