package dev.yodel.service.greeting;

import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * The phrases of one language.
 *
 * @param tag its BCP 47 tag
 * @param before the text before the name
 * @param after the text after the name
 * @param world the name to use if none is given
 * @param two the format for two names
 * @param one the format for two names and one more person
 * @param more the format for two names and a number of more people, by the number: plurals differ by language
 */
record Language(
        String tag, String before, String after, String world, String two, String one, LongFunction<String> more) {

    /** A language whose format is the same for every number from two on. */
    Language(String tag, String before, String after, String world, String two, String one, String more) {
        this(tag, before, after, world, two, one, others -> more);
    }

    String greet(String name) {
        return before + nameOrWorld(name) + after;
    }

    /** Greets a group, of which the first two are named. */
    String greetGroup(List<String> firstTwo, long count) {
        if (firstTwo.size() < 2) {
            return greet(firstTwo.isEmpty() ? "" : firstTwo.get(0));
        }
        String first = nameOrWorld(firstTwo.get(0));
        String second = nameOrWorld(firstTwo.get(1));
        long others = count - 2;
        String format = others == 0 ? two : others == 1 ? one : more.apply(others);
        return before + String.format(Locale.ROOT, format, first, second, others) + after;
    }

    private String nameOrWorld(String name) {
        return name.isEmpty() ? world : name;
    }
}
