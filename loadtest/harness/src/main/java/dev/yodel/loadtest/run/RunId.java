package dev.yodel.loadtest.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Names of runs: the time in UTC, which makes them sortable, and four digits against collisions within a second. */
public final class RunId {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DIGITS = 0x1_0000;

    private RunId() {}

    public static String of(Instant now, RandomGenerator random) {
        return "%s-%04x".formatted(TIME.format(now), random.nextInt(DIGITS));
    }
}
