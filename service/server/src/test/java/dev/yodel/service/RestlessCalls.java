package dev.yodel.service;

import com.google.protobuf.Duration;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A client with connections that come and go, whose calls are cancelled, exceed their deadline, fail, or are left open. */
final class RestlessCalls implements AutoCloseable {

    private static final String ECHO = "yodel.v1.EchoService/Echo";

    private final String target;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::callUntilStopped);
    private volatile boolean stopped;

    private RestlessCalls(String target) {
        this.target = target;
    }

    static RestlessCalls to(String target) {
        RestlessCalls calls = new RestlessCalls(target);
        calls.thread.setDaemon(true);
        calls.thread.start();
        return calls;
    }

    /** How many connections it has opened and closed. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            throw new AssertionError("a restless client met what it did not expect", failure.get());
        }
    }

    private void callUntilStopped() {
        try {
            while (!stopped) {
                channel();
                raw();
                connections.addAndGet(2);
            }
        } catch (InterruptedException | IOException | AssertionError e) {
            failure.set(e);
        }
    }

    /** A channel that is shut down while a stream is open. */
    private void channel() throws InterruptedException {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(target).usePlaintext().build();
        for (int i = 0; i < 5; i++) {
            expand(channel).call().cancel("on purpose", null);
            echo(channel, Behavior.newBuilder().setMessageDelay(delay()).build(), 10, Status.Code.DEADLINE_EXCEEDED);
            echo(channel, Behavior.newBuilder().setPaddingBytes(-1).build(), 25_000, Status.Code.INVALID_ARGUMENT);
        }
        RecordingCall<ExpandRequest, ExpandResponse> leftOpen = expand(channel);
        channel.shutdownNow();
        leftOpen.awaitClose();
        channel.awaitTermination(30, TimeUnit.SECONDS);
    }

    /** A connection whose calls have a malformed header, half a message, or a reset, and that closes without a word. */
    private void raw() throws IOException, InterruptedException {
        try (RawConnection raw = RawConnection.open(target)) {
            raw.call(1, ECHO, "x-bin", "%%%").message(1);
            raw.awaitEnd(1);
            raw.call(3, ECHO).frame(RawConnection.DATA, 0, 3, new byte[] {0, 0, 0, 1, 0, 1, 2, 3});
            raw.call(5, ECHO).reset(5);
            raw.call(7, ECHO).message(7);
            raw.awaitEnd(7);
        }
    }

    private static RecordingCall<ExpandRequest, ExpandResponse> expand(ManagedChannel channel)
            throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod());
        call.call().request(1000);
        call.call()
                .sendMessage(ExpandRequest.newBuilder()
                        .setCount(1000)
                        .setInterval(Duration.newBuilder().setNanos(1_000_000))
                        .setBehavior(Behavior.newBuilder().setPaddingBytes(4096))
                        .build());
        call.call().halfClose();
        Eventually.assertThatEventually(() -> call.messages().size(), size -> size > 0);
        return call;
    }

    private static void echo(ManagedChannel channel, Behavior behavior, long deadlineMillis, Status.Code expected)
            throws InterruptedException {
        CallOptions options =
                CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS);
        Status status = new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options)
                .exchange(List.of(EchoRequest.newBuilder().setBehavior(behavior).build()))
                .status();
        if (status.getCode() != expected) {
            throw new AssertionError(status + " (expected: " + expected + ")");
        }
    }

    private static Delay.Builder delay() {
        return Delay.newBuilder().setFixed(Duration.newBuilder().setSeconds(10));
    }
}
