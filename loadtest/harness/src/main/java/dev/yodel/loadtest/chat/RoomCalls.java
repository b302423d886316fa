package dev.yodel.loadtest.chat;

import dev.yodel.v1.GetRoomRequest;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.RoomServiceGrpc;
import dev.yodel.v1.Welcome;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a conversation: joins the room, again after a connection was lost, and shows what happens. Thread-safe.
 */
final class RoomCalls {

    /** Statuses that another attempt does not change. */
    private static final Set<Status.Code> FINAL = Set.of(
            Status.Code.INVALID_ARGUMENT,
            Status.Code.ALREADY_EXISTS,
            Status.Code.RESOURCE_EXHAUSTED,
            Status.Code.UNIMPLEMENTED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED,
            Status.Code.OUT_OF_RANGE);

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Channel channel;
    private final Runnable beforeRetry;
    private final Function<Duration, Executor> delay;
    private final Conversation conversation;
    private final ChatLines lines;
    private final View view;
    private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();

    private @Nullable ClientCall<JoinRequest, JoinResponse> call;
    private boolean joined;
    private boolean lost;
    private boolean leaving;

    /**
     * @param beforeRetry makes the channel connect at once
     * @param delay executes a task after a time
     */
    RoomCalls(
            Channel channel,
            Runnable beforeRetry,
            Function<Duration, Executor> delay,
            Conversation conversation,
            ChatLines lines,
            View view) {
        this.channel = channel;
        this.beforeRetry = beforeRetry;
        this.delay = delay;
        this.conversation = conversation;
        this.lines = lines;
        this.view = view;
    }

    /** Completes when the conversation is over: empty if the person left, otherwise with the problem. */
    CompletableFuture<Optional<String>> end() {
        return end;
    }

    synchronized void join() {
        if (end.isDone()) {
            return;
        }
        beforeRetry.run();
        joined = false;
        ClientCall<JoinRequest, JoinResponse> next =
                channel.newCall(RoomServiceGrpc.getJoinMethod(), CallOptions.DEFAULT);
        call = next;
        next.start(new Receiver(next), new Metadata());
        next.sendMessage(conversation.hello());
        next.request(1);
    }

    /** Sends a line to the room, now or when the connection is back. */
    synchronized void post(String text) {
        JoinRequest post;
        try {
            post = conversation.post(text);
        } catch (IllegalStateException e) {
            view.show("* not sent: " + e.getMessage());
            return;
        }
        if (joined && call != null && conversation.isCaughtUp()) {
            call.sendMessage(post);
        }
    }

    /** Leaves when everything is sent; gives up after a time. */
    synchronized void leave(Duration atMost) {
        if (leaving) {
            return;
        }
        leaving = true;
        delay.apply(atMost).execute(this::giveUp);
        halfCloseIfSent();
    }

    /** Shows who is in the room. */
    void who() {
        GetRoomRequest request =
                GetRoomRequest.newBuilder().setRoom(conversation.room()).build();
        ClientCalls.asyncUnaryCall(
                channel.newCall(RoomServiceGrpc.getGetRoomMethod(), CallOptions.DEFAULT),
                request,
                new StreamObserver<>() {
                    @Override
                    public void onNext(dev.yodel.v1.GetRoomResponse response) {
                        view.show(lines.members(
                                conversation.room(), response.getRoom().getMembersList()));
                    }

                    @Override
                    public void onError(Throwable e) {
                        view.show("* the members are not known: "
                                + Status.fromThrowable(e).getCode());
                    }

                    @Override
                    public void onCompleted() {}
                });
    }

    private synchronized void giveUp() {
        int unconfirmed = conversation.unconfirmed();
        finish(unconfirmed == 0 ? Optional.empty() : Optional.of("not delivered: %d posts".formatted(unconfirmed)));
    }

    private void finish(Optional<String> result) {
        end.complete(result);
        if (call != null) {
            call.cancel("the conversation is over", null);
        }
    }

    private synchronized void received(JoinResponse response) {
        if (response.hasWelcome()) {
            welcomed(response.getWelcome());
        } else {
            conversation.received(response);
            view.show(response.hasGap() ? lines.gap(response.getGap()) : lines.event(response.getEvent()));
        }
        for (JoinRequest post : conversation.toResend()) {
            if (call != null) {
                call.sendMessage(post);
            }
        }
        halfCloseIfSent();
    }

    private void welcomed(Welcome welcome) {
        boolean first = !lost;
        joined = true;
        lost = false;
        if (conversation.welcomed(welcome)) {
            view.show("* connected again, to a new room: what it missed is gone");
        } else if (!first) {
            view.show("* connected again");
        }
        if (first) {
            who();
        }
    }

    private void halfCloseIfSent() {
        if (leaving && joined && call != null && conversation.isCaughtUp()) {
            joined = false;
            call.halfClose();
        }
    }

    private synchronized void closed(Status status) {
        boolean wasIn = joined || lost || leaving;
        joined = false;
        if (status.isOk() && leaving) {
            finish(Optional.empty());
        } else if (FINAL.contains(status.getCode()) || !wasIn) {
            finish(Optional.of(problem(status)));
        } else {
            if (!lost) {
                lost = true;
                view.show("* connection lost: %s; trying again".formatted(status.getCode()));
            }
            delay.apply(RETRY).execute(this::join);
        }
    }

    private static String problem(Status status) {
        String description = status.getDescription();
        return status.getCode() + (description == null ? "" : ": " + description);
    }

    /** Receives the responses of one call; those of an earlier call are ignored. */
    private final class Receiver extends ClientCall.Listener<JoinResponse> {

        private final ClientCall<JoinRequest, JoinResponse> own;

        Receiver(ClientCall<JoinRequest, JoinResponse> own) {
            this.own = own;
        }

        @Override
        public void onMessage(JoinResponse response) {
            if (isCurrent()) {
                received(response);
                own.request(1);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (isCurrent()) {
                closed(status);
            }
        }

        private boolean isCurrent() {
            synchronized (RoomCalls.this) {
                return call == own && !end.isDone();
            }
        }
    }
}
