package dev.yodel.loadtest.live;

/**
 * The port of live metrics.
 *
 * @param number the port; 0 for any free one
 * @param orAny whether any free one will do where it is taken, as it was nobody's choice
 */
public record LivePort(int number, boolean orAny) {

    /** Any free port. */
    public static final LivePort ANY = new LivePort(0, false);

    /** That port and no other. */
    public static LivePort exactly(int number) {
        return new LivePort(number, false);
    }
}
