package dev.yodel.service.room;

import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.service.behavior.Violations;
import dev.yodel.v1.Gap;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.LeaveReason;
import dev.yodel.v1.Post;
import dev.yodel.v1.SlowPolicy;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The call of one member, and its position in the history of the room.
 *
 * <p>Requests arrive on the transport's thread, one at a time. Whatever is sent is sent by {@link #drain}: every event asks
 * for it, from any thread, and one thread at a time does the work of all that have asked; no thread waits.
 */
final class Member extends ServerCall.Listener<JoinRequest> {

    /** How many posts a member may have on their way to the others. */
    private static final int POSTS_IN_FLIGHT = 16;

    private final ServerCall<JoinRequest, Frame> call;
    private final Rooms rooms;

    private volatile Hello hello = Hello.getDefaultInstance();
    private volatile @Nullable ChatRoom room;
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger drainsAsked = new AtomicInteger();
    private volatile @Nullable StatusRuntimeException end;
    private volatile long endSeq = Long.MAX_VALUE;

    // Used by drain alone, after enter.
    private @Nullable Frame welcome;
    private long position;
    private long firstKept;
    private boolean closed;

    Member(ServerCall<JoinRequest, Frame> call, Rooms rooms) {
        this.call = call;
        this.rooms = rooms;
    }

    void start() {
        call.request(1);
    }

    String name() {
        return hello.getName();
    }

    /** Whether a member with this secret is this one; one without a secret is no other. */
    boolean isOfSession(String session) {
        return !session.isEmpty() && hello.getSession().equals(session);
    }

    @Override
    public void onMessage(JoinRequest request) {
        if (end != null) {
            return;
        }
        try {
            switch (request.getKindCase()) {
                case HELLO -> enterRoom(request.getHello());
                case POST -> post(request.getPost());
                case KIND_NOT_SET -> reject("kind", "none", "hello or post");
            }
        } catch (RejectedRequestException e) {
            leave(LeaveReason.LEAVE_REASON_REJECTED);
            end(StatusProto.toStatusRuntimeException(e.status()));
        }
    }

    @Override
    public void onHalfClose() {
        if (room == null) {
            if (end == null) {
                end(Status.INVALID_ARGUMENT
                        .withDescription("requests: none (expected: a Hello)")
                        .asRuntimeException());
            }
            return;
        }
        leave(LeaveReason.LEAVE_REASON_LEFT);
        drain();
    }

    @Override
    public void onReady() {
        drain();
    }

    @Override
    public void onCancel() {
        leave(LeaveReason.LEAVE_REASON_LOST);
        end(Status.CANCELLED.asRuntimeException());
    }

    @Override
    public void onComplete() {
        leave(LeaveReason.LEAVE_REASON_LEFT);
    }

    /** The room takes the member; called with the lock of the room. */
    void enter(ChatRoom entered, Frame first, long from) {
        welcome = first;
        position = from;
        firstKept = entered.history().first();
        room = entered;
    }

    /** The room has new events: sends those there is room for, and reads as many requests as posts were delivered. */
    void deliver() {
        int posts = delivered.getAndSet(0);
        drain();
        if (posts > 0) {
            call.request(posts);
        }
    }

    /** Another call has taken the place of this one. */
    void replaced() {
        end(Status.ABORTED
                .withDescription("the session has joined by another call")
                .asRuntimeException());
    }

    private void enterRoom(Hello received) {
        if (room != null) {
            reject("hello", "a second one", "a post");
        }
        JoinChecks.check(received);
        hello = received;
        rooms.admit(received, this);
        call.request(POSTS_IN_FLIGHT);
    }

    private void post(Post post) {
        ChatRoom joined = room;
        if (joined == null) {
            reject("post", "the first request", "a hello");
            return;
        }
        JoinChecks.check(post, rooms.limits());
        delivered.incrementAndGet();
        joined.post(this, post);
    }

    private static void reject(String field, String value, String expected) {
        Violations violations = new Violations();
        violations.add(field, value, expected);
        violations.rejectIfAny();
    }

    private void leave(LeaveReason reason) {
        ChatRoom joined = room;
        if (joined != null && endSeq == Long.MAX_VALUE) {
            endSeq = joined.leave(this, reason);
        }
    }

    private void end(StatusRuntimeException status) {
        end = status;
        drain();
    }

    private void drain() {
        if (drainsAsked.getAndIncrement() != 0) {
            return;
        }
        int asked = 1;
        do {
            if (!closed) {
                sendAll();
            }
            asked = drainsAsked.addAndGet(-asked);
        } while (asked != 0);
    }

    private void sendAll() {
        StatusRuntimeException ended = end;
        ChatRoom joined = room;
        if (ended != null) {
            close(ended.getStatus(), ended.getTrailers());
        } else if (joined != null) {
            if (welcome != null) {
                call.sendHeaders(new Metadata());
                call.sendMessage(welcome);
                welcome = null;
                if (position < firstKept) {
                    sendGap(firstKept);
                }
            }
            sendEvents(joined.history(), joined.counters());
        }
    }

    private void sendEvents(History history, RoomCounters counters) {
        long first = history.first();
        if (hello.getSlowPolicy() == SlowPolicy.SLOW_POLICY_DISCONNECT && position < first) {
            counters.disconnected();
            leave(LeaveReason.LEAVE_REASON_TOO_SLOW);
            close(
                    Status.RESOURCE_EXHAUSTED.withDescription("the member reads too slowly: the room has dropped event "
                            + position + " (expected: " + first + " or later)"),
                    null);
            return;
        }
        int sent = 0;
        while (position < endSeq && call.isReady()) {
            Frame event = history.at(position);
            if (event != null) {
                position++;
                sent++;
                call.sendMessage(event);
            } else if (position < history.first()) {
                counters.gap();
                sendGap(history.first());
            } else {
                break;
            }
        }
        counters.delivered(sent);
        if (position >= endSeq) {
            close(Status.OK, null);
        }
    }

    private void sendGap(long first) {
        call.sendMessage(Frame.of(JoinResponse.newBuilder()
                .setGap(Gap.newBuilder().setFromSeq(position).setToSeq(first))
                .build()));
        position = first;
    }

    private void close(Status status, @Nullable Metadata trailers) {
        closed = true;
        if (!call.isCancelled()) {
            call.close(status, trailers == null ? new Metadata() : trailers);
        }
    }
}
