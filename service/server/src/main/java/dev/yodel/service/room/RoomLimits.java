package dev.yodel.service.room;

import java.time.Duration;

/**
 * The bounds on what rooms hold.
 *
 * @param rooms the maximum number of rooms
 * @param members the maximum number of members in a room
 * @param postBytes the maximum size of a post, text and payload together
 * @param historyEvents the maximum number of events that a room keeps
 * @param historyBytes the maximum size of the events that a room keeps
 * @param keepEmpty how long a room is kept after its last member has left
 */
public record RoomLimits(
        int rooms, int members, int postBytes, int historyEvents, int historyBytes, Duration keepEmpty) {

    public RoomLimits {
        requirePositive("rooms", rooms);
        requirePositive("members", members);
        requirePositive("postBytes", postBytes);
        requirePositive("historyEvents", historyEvents);
        requirePositive("historyBytes", historyBytes);
        if (keepEmpty.isNegative()) {
            throw new IllegalArgumentException("keepEmpty: " + keepEmpty + " (expected: at least 0s)");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
        }
    }
}
