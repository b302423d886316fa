package dev.yodel.loadtest.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A load that changes over time, in stages: {@code 0..1000/30s, 1000/2m, 1000..0/30s}.
 *
 * @param stages the stages in order, 1 to 100
 */
public record Profile(List<Stage> stages) {

    private static final int MOST_STAGES = 100;
    private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,6})?)";
    private static final Pattern FORM =
            Pattern.compile("\\s*" + NUMBER + "(?:\\s*\\.\\.\\s*" + NUMBER + ")?\\s*/\\s*(\\S+)\\s*");

    /**
     * A stage.
     *
     * @param from the value at its start
     * @param to the value at its end; it changes linearly
     * @param duration its length, 1 ms to 30 days
     */
    public record Stage(double from, double to, Duration duration) {

        public Stage {
            Expect.within("stage", duration, Duration.ofMillis(1), Duration.ofDays(30));
        }

        /** The value after that share of the stage. */
        double at(double share) {
            return from + (to - from) * share;
        }

        @Override
        public String toString() {
            String values = from == to ? number(from) : number(from) + ".." + number(to);
            return values + "/" + Durations.format(duration);
        }
    }

    public Profile {
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.size() > MOST_STAGES) {
            throw new IllegalArgumentException(
                    "profile: %d stages (expected: 1 to %d)".formatted(stages.size(), MOST_STAGES));
        }
    }

    /** Whether the text is a profile and no number. */
    public static boolean isOne(String text) {
        return text.contains("/");
    }

    /**
     * Reads a profile.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Profile parse(String text) {
        List<Stage> stages = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher form = FORM.matcher(part);
            if (!form.matches()) {
                throw unreadable(part, null);
            }
            double from = Double.parseDouble(form.group(1));
            double to = form.group(2) == null ? from : Double.parseDouble(form.group(2));
            stages.add(new Stage(from, to, duration(part, form.group(3))));
        }
        return new Profile(stages);
    }

    private static Duration duration(String stage, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw unreadable(stage, e);
        }
    }

    private static IllegalArgumentException unreadable(String stage, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "stage '%s' (expected: a stage such as 100/30s or 0..100/30s, more of them after commas; or a number alone)"
                        .formatted(stage.strip()),
                cause);
    }

    /** The length of all stages. */
    public Duration duration() {
        return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** The same stages with other values. */
    public Profile times(double factor) {
        return new Profile(stages.stream()
                .map(stage -> new Stage(stage.from * factor, stage.to * factor, stage.duration))
                .toList());
    }

    /** The sum of two profiles with the same stages in time; null if their stages differ. */
    public @Nullable Profile plus(Profile other) {
        List<Duration> lengths = stages.stream().map(Stage::duration).toList();
        if (!lengths.equals(other.stages.stream().map(Stage::duration).toList())) {
            return null;
        }
        List<Stage> sums = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage a = stages.get(i);
            Stage b = other.stages.get(i);
            sums.add(new Stage(a.from + b.from, a.to + b.to, a.duration));
        }
        return new Profile(sums);
    }

    /** The highest value. */
    public double highest() {
        return stages.stream()
                .mapToDouble(stage -> Math.max(stage.from, stage.to))
                .max()
                .orElse(0);
    }

    /** The mean value over time. */
    public double mean() {
        double sum = stages.stream()
                .mapToDouble(stage -> (stage.from + stage.to) / 2 * stage.duration.toNanos())
                .sum();
        return sum / duration().toNanos();
    }

    /** The area below the first so many seconds: of a rate, the number of calls. The last value continues after the end. */
    double sum(double seconds) {
        double left = seconds;
        double sum = 0;
        for (Stage stage : stages) {
            double length = stage.duration.toNanos() / 1e9;
            double part = Math.min(left, length);
            sum += (stage.from + stage.at(part / length)) / 2 * part;
            left -= part;
            if (left <= 0) {
                return sum;
            }
        }
        return sum + left * stages.get(stages.size() - 1).to;
    }

    /** The value at a time after the start: that of the first moment before it, and of the last one after it. */
    public double at(Duration time) {
        long left = Math.max(0, time.toNanos());
        for (Stage stage : stages) {
            long nanos = stage.duration.toNanos();
            if (left < nanos) {
                return stage.at((double) left / nanos);
            }
            left -= nanos;
        }
        return stages.get(stages.size() - 1).to;
    }

    /** The index of the stage at a time after the start; null before the first and after the last one. */
    public @Nullable Integer stageAt(long nanosAfterStart) {
        long left = nanosAfterStart;
        for (int i = 0; left >= 0 && i < stages.size(); i++) {
            left -= stages.get(i).duration.toNanos();
            if (left < 0) {
                return i;
            }
        }
        return null;
    }

    /** When the value is above the threshold for the first time, at or after that time; null if it never is. */
    public @Nullable Duration nextAbove(double threshold, Duration after) {
        Duration start = Duration.ZERO;
        for (Stage stage : stages) {
            Duration end = start.plus(stage.duration);
            if (after.compareTo(end) < 0) {
                Duration from = after.compareTo(start) > 0 ? after : start;
                double share = (double) from.minus(start).toNanos() / stage.duration.toNanos();
                if (stage.at(share) > threshold) {
                    return from;
                }
                if (stage.to > threshold) {
                    double crossing = (threshold - stage.from) / (stage.to - stage.from);
                    return start.plusNanos((long) Math.ceil(crossing * stage.duration.toNanos()) + 1);
                }
            }
            start = end;
        }
        return null;
    }

    /** What is left of it from a time on; empty after its end. */
    public List<Stage> from(Duration time) {
        List<Stage> left = new ArrayList<>();
        Duration start = Duration.ZERO;
        for (Stage stage : stages) {
            Duration end = start.plus(stage.duration);
            Duration rest = end.minus(time);
            if (time.compareTo(start) <= 0) {
                left.add(stage);
            } else if (rest.toMillis() > 0) {
                double share = (double) time.minus(start).toNanos() / stage.duration.toNanos();
                left.add(new Stage(stage.at(share), stage.to, rest));
            }
            start = end;
        }
        return left;
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** The text that {@link #parse} reads as this profile. */
    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining(", "));
    }
}
