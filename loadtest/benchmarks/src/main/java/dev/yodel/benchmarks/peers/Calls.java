package dev.yodel.benchmarks.peers;

/**
 * What a load generator is asked to do.
 *
 * @param count calls, or streams of {@link #MESSAGES} messages each
 */
public record Calls(String address, boolean stream, long count) {

    /** Messages on a stream. */
    public static final int MESSAGES = 100;

    String countText() {
        return String.valueOf(count);
    }

    /** Calls, or messages on streams. */
    public long responses() {
        return stream ? count * MESSAGES : count;
    }
}
