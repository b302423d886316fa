package dev.yodel.service;

import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A well-behaved client: unary calls and short chats, one after another on each of its threads, until it is closed. */
final class SteadyCalls implements AutoCloseable {

    private static final int CHAT_MESSAGES = 5;

    private final ManagedChannel channel;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger succeeded = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private SteadyCalls(ManagedChannel channel) {
        this.channel = channel;
    }

    /** Starts calling; closing it closes the channel. */
    static SteadyCalls on(ManagedChannel channel, int threads) {
        SteadyCalls calls = new SteadyCalls(channel);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(calls::callUntilStopped);
            thread.setDaemon(true);
            calls.threads.add(thread);
            thread.start();
        }
        return calls;
    }

    int succeeded() {
        return succeeded.get();
    }

    /** What failed, in words. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Waits until so many more calls have succeeded; a failure counts as well, so that it is seen and not waited for. */
    void await(int more) throws InterruptedException {
        int before = succeeded.get();
        Eventually.assertThatEventually(() -> succeeded.get() - before, calls -> calls >= more || !failures.isEmpty());
    }

    @Override
    public void close() {
        stopped.set(true);
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            }
            channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void callUntilStopped() {
        try {
            while (!stopped.get()) {
                count("unary", echo());
                count("chat", chat());
            }
        } catch (InterruptedException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    private void count(String kind, Status status) {
        if (status.isOk()) {
            succeeded.incrementAndGet();
        } else {
            failures.add(kind + ": " + status);
        }
    }

    private Status echo() throws InterruptedException {
        return new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options())
                .exchange(EchoRequest.getDefaultInstance())
                .status();
    }

    private Status chat() throws InterruptedException {
        List<ChatRequest> requests = new ArrayList<>();
        for (int i = 0; i < CHAT_MESSAGES; i++) {
            requests.add(ChatRequest.getDefaultInstance());
        }
        RecordingCall<ChatRequest, ChatResponse> call = new RecordingCall<>(
                        channel, EchoServiceGrpc.getChatMethod(), new Metadata(), options())
                .exchange(requests);
        if (call.status().isOk() && call.messages().size() != CHAT_MESSAGES) {
            return Status.DATA_LOSS.withDescription(
                    "messages: " + call.messages().size());
        }
        return call.status();
    }

    /** Ready or not: a client that is meant to succeed waits for its connection. */
    private static CallOptions options() {
        return CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(25, TimeUnit.SECONDS);
    }
}
