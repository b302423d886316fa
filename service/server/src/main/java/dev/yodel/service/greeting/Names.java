package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;

/** Checks the length of names. */
final class Names {

    private static final int MAX_CHARACTERS = 256;

    private Names() {}

    /** Adds a name that is too long to the violations. Characters are Unicode code points. */
    static void check(String name, Violations violations) {
        if (name.length() > MAX_CHARACTERS) {
            int characters = name.codePointCount(0, name.length());
            if (characters > MAX_CHARACTERS) {
                violations.add("name", characters + " characters", "at most " + MAX_CHARACTERS + " characters");
            }
        }
    }
}
