package dev.yodel.service.room;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Event;
import dev.yodel.v1.Hello;
import dev.yodel.v1.JoinResponse;
import dev.yodel.v1.Joined;
import dev.yodel.v1.LeaveReason;
import dev.yodel.v1.Left;
import dev.yodel.v1.Post;
import dev.yodel.v1.Room;
import dev.yodel.v1.Welcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One room: its members and its history. Thread-safe.
 *
 * <p>A post takes the room's lock to get its number and its place in the history, and asks for a pass over the members.
 * The pass runs on the executor, one at a time, and lets each member send what it has room for; a member that has none
 * continues from its own position as soon as the transport is ready again. So a poster waits for no reader, and no
 * reader for another. A member may send its next post when a pass has gone by, which limits posters to what the server
 * can deliver.
 */
final class ChatRoom {

    private final String name;
    private final String id;
    private final RoomLimits limits;
    private final RoomCounters counters;
    private final Executor executor;
    private final LongSupplier nanoClock;
    private final Supplier<Instant> wallClock;
    private final History history;

    private final Map<String, Member> members = new LinkedHashMap<>();
    private volatile List<Member> present = List.of();
    private long emptySince;

    private final AtomicInteger passesAsked = new AtomicInteger();

    ChatRoom(
            String name,
            String id,
            RoomLimits limits,
            RoomCounters counters,
            Executor executor,
            LongSupplier nanoClock,
            Supplier<Instant> wallClock) {
        this.name = name;
        this.id = id;
        this.limits = limits;
        this.counters = counters;
        this.executor = executor;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        history = new History(limits.historyEvents(), limits.historyBytes());
        emptySince = nanoClock.getAsLong();
    }

    String name() {
        return name;
    }

    History history() {
        return history;
    }

    RoomCounters counters() {
        return counters;
    }

    /**
     * Adds a member, which receives the welcome before any event.
     *
     * @throws RejectedRequestException if the room is full, the name is taken, or the first event is in the future
     */
    void admit(Hello hello, Member member) {
        Member earlier;
        synchronized (this) {
            earlier = members.get(hello.getName());
            if (earlier != null && !earlier.isOfSession(hello.getSession())) {
                throw RejectedRequestException.of(
                        Code.ALREADY_EXISTS,
                        "hello.name: " + hello.getName() + " is in the room already (expected: another name)");
            }
            if (earlier == null && members.size() >= limits.members()) {
                throw RejectedRequestException.of(
                        Code.RESOURCE_EXHAUSTED,
                        "hello.room: the room is full (expected: at most " + limits.members() + " members)");
            }
            long position = firstFor(hello);
            long next = history.next();
            members.put(hello.getName(), member);
            if (earlier == null) {
                counters.joined();
                add(Event.newBuilder().setName(hello.getName()).setJoined(Joined.getDefaultInstance()));
            }
            member.enter(this, welcome(next), position);
            present = List.copyOf(members.values());
        }
        if (earlier != null) {
            earlier.replaced();
        }
        askForPass();
    }

    /** Adds a post to the history, unless its sender is no longer a member. */
    void post(Member sender, Post post) {
        synchronized (this) {
            if (members.get(sender.name()) != sender) {
                return;
            }
            add(Event.newBuilder().setName(sender.name()).setPost(post));
        }
        counters.posted();
        askForPass();
    }

    /** Removes a member; returns the number of the event behind its departure, or the next one if it was not a member. */
    long leave(Member member, LeaveReason reason) {
        long end;
        synchronized (this) {
            if (members.get(member.name()) != member) {
                return history.next();
            }
            members.remove(member.name());
            present = List.copyOf(members.values());
            counters.left();
            add(Event.newBuilder()
                    .setName(member.name())
                    .setLeft(Left.newBuilder().setReason(reason)));
            end = history.next();
            emptySince = nanoClock.getAsLong();
        }
        askForPass();
        return end;
    }

    /** For how long the room has had no member; 0 if it has one. */
    synchronized long emptyNanos() {
        return members.isEmpty() ? nanoClock.getAsLong() - emptySince : 0;
    }

    synchronized boolean isEmpty() {
        return members.isEmpty();
    }

    synchronized Room describe(boolean withMembers) {
        Room.Builder room = Room.newBuilder()
                .setName(name)
                .setRoomId(id)
                .setMemberCount(members.size())
                .setFirstSeq(history.first())
                .setNextSeq(history.next());
        return (withMembers ? room.addAllMembers(members.keySet()) : room).build();
    }

    private long firstFor(Hello hello) {
        long next = history.next();
        if (!hello.hasFromSeq()) {
            return next;
        }
        if (hello.getFromSeq() == 0) {
            return history.first();
        }
        if (!hello.getRoomId().isEmpty() && !hello.getRoomId().equals(id)) {
            return 1;
        }
        if (hello.getFromSeq() > next) {
            throw RejectedRequestException.of(
                    Code.OUT_OF_RANGE, "hello.from_seq: " + hello.getFromSeq() + " (expected: at most " + next + ")");
        }
        return hello.getFromSeq();
    }

    private Frame welcome(long next) {
        return Frame.of(JoinResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setRoomId(id)
                        .setNextSeq(next)
                        .setFirstSeq(history.first())
                        .setMemberCount(members.size()))
                .build());
    }

    private void add(Event.Builder event) {
        Instant now = wallClock.get();
        event.setSeq(history.next())
                .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
        history.add(Frame.of(JoinResponse.newBuilder().setEvent(event).build()));
    }

    private void askForPass() {
        if (passesAsked.getAndIncrement() == 0) {
            executor.execute(this::pass);
        }
    }

    /** Further passes are tasks of their own, so that a busy room leaves the thread to others in between. */
    private void pass() {
        int asked = passesAsked.get();
        for (Member member : present) {
            member.deliver();
        }
        if (passesAsked.addAndGet(-asked) != 0) {
            executor.execute(this::pass);
        }
    }
}
