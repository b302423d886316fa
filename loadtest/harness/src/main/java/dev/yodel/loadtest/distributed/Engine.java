package dev.yodel.loadtest.distributed;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something that starts injectors, places them and passes on what they print. */
public interface Engine {

    /**
     * Starts injectors.
     *
     * @param number how many
     * @param arguments those of {@code yodel} for each of them, without its number
     * @param reader receives what they print, from the first line on
     * @throws IOException if it cannot, with the reason in one line
     */
    Injectors start(int number, List<String> arguments, InjectorReader reader) throws IOException;

    /** How long injectors may take until they are ready. */
    default Duration ready() {
        return Duration.ofMinutes(2);
    }
}
