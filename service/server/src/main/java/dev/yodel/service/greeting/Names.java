package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;

/** The bound of a name. */
final class Names {

    private static final int MAX_CHARACTERS = 256;

    private Names() {}

    /** Notes a name that is too long. A character is what Unicode calls so, not a unit of UTF-16. */
    static void check(String name, Violations violations) {
        if (name.length() > MAX_CHARACTERS) {
            int characters = name.codePointCount(0, name.length());
            if (characters > MAX_CHARACTERS) {
                violations.add("name", characters + " characters", "at most " + MAX_CHARACTERS + " characters");
            }
        }
    }
}
