package dev.yodel.loadtest.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Names of runs: the moment in UTC, so that they sort, and four digits against two runs in one second. */
public final class RunId {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DIGITS = 0x1_0000;

    private RunId() {}

    public static String of(Instant now, RandomGenerator random) {
        return "%s-%04x".formatted(TIME.format(now), random.nextInt(DIGITS));
    }
}
