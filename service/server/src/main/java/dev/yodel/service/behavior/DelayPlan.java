package dev.yodel.service.behavior;

import com.google.protobuf.Duration;
import dev.yodel.v1.Delay;
import dev.yodel.v1.LogNormalDelay;
import dev.yodel.v1.UniformDelay;
import dev.yodel.v1.WeightedChoice;
import dev.yodel.v1.WeightedDelay;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** How long to delay: always the same, or drawn at random. In nanoseconds. Immutable. */
sealed interface DelayPlan {

    DelayPlan NONE = new Fixed(0);

    /** A delay of this distribution. */
    long draw(SplittableRandom random);

    /** The longest that is drawn. */
    long longest();

    /** Checks a delay against its bounds; returns {@link #NONE} if it violates any. */
    static DelayPlan of(String field, Delay delay, Violations violations) {
        return switch (delay.getKindCase()) {
            case FIXED -> new Fixed(violations.checkNanos(field + ".fixed", delay.getFixed()));
            case UNIFORM -> uniform(field + ".uniform", delay.getUniform(), violations);
            case WEIGHTED -> weighted(field + ".weighted", delay.getWeighted(), violations);
            case LOG_NORMAL -> logNormal(field + ".log_normal", delay.getLogNormal(), violations);
            case KIND_NOT_SET -> {
                violations.add(field, "unknown kind of delay", "fixed, uniform, weighted or log_normal");
                yield NONE;
            }
        };
    }

    private static DelayPlan uniform(String field, UniformDelay delay, Violations violations) {
        long min = violations.checkNanos(field + ".min", delay.getMin());
        long max = violations.checkNanos(field + ".max", delay.getMax());
        if (max < min) {
            violations.add(field + ".max", seconds(max), "at least the min of " + seconds(min));
            return NONE;
        }
        return new Uniform(min, max);
    }

    private static DelayPlan weighted(String field, WeightedDelay delay, Violations violations) {
        List<WeightedChoice> choices = delay.getChoicesList();
        violations.checkRange(field + ".choices", choices.size(), 1, Weighted.MAX_CHOICES);
        if (choices.isEmpty() || choices.size() > Weighted.MAX_CHOICES) {
            return NONE;
        }
        long[] nanos = new long[choices.size()];
        long[] upTo = new long[choices.size()];
        long total = 0;
        for (int i = 0; i < nanos.length; i++) {
            WeightedChoice choice = choices.get(i);
            String name = field + ".choices[" + i + "]";
            nanos[i] = violations.checkNanos(name + ".delay", choice.getDelay());
            violations.checkRange(name + ".weight", choice.getWeight(), 1, Weighted.MAX_WEIGHT);
            total += Math.max(1, choice.getWeight());
            upTo[i] = total;
        }
        return new Weighted(nanos, upTo);
    }

    private static DelayPlan logNormal(String field, LogNormalDelay delay, Violations violations) {
        long median = positive(field + ".median", delay.getMedian(), violations);
        long p99 = positive(field + ".p99", delay.getP99(), violations);
        if (median == 0 || p99 == 0) {
            return NONE;
        }
        if (p99 <= median) {
            violations.add(field + ".p99", seconds(p99), "more than the median of " + seconds(median));
            return NONE;
        }
        return new LogNormal(
                median,
                Math.log((double) p99 / median) / LogNormal.Z99,
                Math.min(TimeUnit.SECONDS.toNanos(Violations.MAX_SECONDS), LogNormal.CUT * p99));
    }

    private static long positive(String field, Duration duration, Violations violations) {
        long nanos = violations.checkNanos(field, duration);
        if (nanos == 0) {
            violations.add(field, "0s", "more than 0s");
        }
        return nanos;
    }

    static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
    }

    /** Always the same. */
    record Fixed(long nanos) implements DelayPlan {

        @Override
        public long draw(SplittableRandom random) {
            return nanos;
        }

        @Override
        public long longest() {
            return nanos;
        }
    }

    /** Any between two, inclusive. */
    record Uniform(long min, long max) implements DelayPlan {

        @Override
        public long draw(SplittableRandom random) {
            return random.nextLong(min, max + 1);
        }

        @Override
        public long longest() {
            return max;
        }
    }

    /** One of a list; {@code upTo} has the sums of the weights. */
    @SuppressWarnings("ArrayRecordComponent") // Neither compared nor shown.
    record Weighted(long[] nanos, long[] upTo) implements DelayPlan {

        static final int MAX_CHOICES = 16;
        static final int MAX_WEIGHT = 1_000_000;

        @Override
        public long draw(SplittableRandom random) {
            long drawn = random.nextLong(upTo[upTo.length - 1]);
            int i = 0;
            while (drawn >= upTo[i]) {
                i++;
            }
            return nanos[i];
        }

        @Override
        public long longest() {
            long longest = 0;
            for (long each : nanos) {
                longest = Math.max(longest, each);
            }
            return longest;
        }
    }

    /** The median, multiplied by e to the power of a normally distributed number. */
    record LogNormal(long median, double sigma, long longest) implements DelayPlan {

        /** The 99th percentile of the standard normal distribution. */
        static final double Z99 = 2.326_347_874;

        static final int CUT = 10;

        @Override
        public long draw(SplittableRandom random) {
            return Math.min(longest, Math.round(median * Math.exp(sigma * random.nextGaussian())));
        }
    }
}
