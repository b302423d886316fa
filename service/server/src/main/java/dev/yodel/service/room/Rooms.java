package dev.yodel.service.room;

import com.google.rpc.Code;
import dev.yodel.service.behavior.RejectedRequestException;
import dev.yodel.v1.Hello;
import dev.yodel.v1.Room;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The rooms of the server. A room is created by its first member, and removed some time after its last member has left,
 * or earlier if its place is needed. Thread-safe.
 */
public final class Rooms {

    private final RoomLimits limits;
    private final Executor executor;
    private final LongSupplier nanoClock;
    private final Supplier<Instant> wallClock;
    private final RoomCounters counters = new RoomCounters();
    private final Map<String, ChatRoom> byName = new TreeMap<>();

    /**
     * @param executor delivers events to members; its tasks do not block
     * @param nanoClock the current time in nanoseconds, from an arbitrary origin
     * @param wallClock the time of events
     */
    public Rooms(RoomLimits limits, Executor executor, LongSupplier nanoClock, Supplier<Instant> wallClock) {
        this.limits = limits;
        this.executor = executor;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
    }

    public RoomCounters counters() {
        return counters;
    }

    /** The current number of rooms, the empty ones that are kept included. */
    public synchronized int count() {
        return byName.size();
    }

    RoomLimits limits() {
        return limits;
    }

    /**
     * Adds a member to a room.
     *
     * @throws RejectedRequestException if there are too many rooms, or for the reasons of {@link ChatRoom#admit}
     */
    synchronized void admit(Hello hello, Member member) {
        removeExpired();
        ChatRoom room = byName.get(hello.getRoom());
        if (room == null) {
            makePlace();
            room = new ChatRoom(
                    hello.getRoom(), UUID.randomUUID().toString(), limits, counters, executor, nanoClock, wallClock);
        }
        room.admit(hello, member);
        byName.put(hello.getRoom(), room);
    }

    synchronized List<Room> list() {
        removeExpired();
        return byName.values().stream().map(room -> room.describe(false)).toList();
    }

    synchronized Room get(String name) {
        removeExpired();
        ChatRoom room = byName.get(name);
        if (room == null) {
            throw RejectedRequestException.of(Code.NOT_FOUND, "room: " + name + " (expected: the name of a room)");
        }
        return room.describe(true);
    }

    private void removeExpired() {
        long keep = limits.keepEmpty().toNanos();
        byName.values().removeIf(room -> room.isEmpty() && room.emptyNanos() >= keep);
    }

    /** Removes the room that has been empty for the longest time, if there are too many. */
    private void makePlace() {
        if (byName.size() < limits.rooms()) {
            return;
        }
        ChatRoom oldest = byName.values().stream()
                .filter(ChatRoom::isEmpty)
                .max(Comparator.comparingLong(ChatRoom::emptyNanos))
                .orElseThrow(() -> RejectedRequestException.of(
                        Code.RESOURCE_EXHAUSTED,
                        "hello.room: too many rooms (expected: at most " + limits.rooms() + " with members)"));
        byName.remove(oldest.name());
    }
}
