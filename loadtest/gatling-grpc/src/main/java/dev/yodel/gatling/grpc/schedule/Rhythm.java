package dev.yodel.gatling.grpc.schedule;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The rate of a schedule over time: constant, Poisson or ramp. */
sealed interface Rhythm {

    double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    double GOLDEN_RATIO = 0.6180339887498949;

    /** The endless due times of one user, in nanoseconds after the start, ascending. Used by one thread. */
    DoubleSupplier dueNanos(long userId);

    /** Where in its first interval a user starts, from 0 to 1: users are spread evenly, however many there are. */
    private static double phase(long userId) {
        double turns = userId * GOLDEN_RATIO;
        return turns - Math.floor(turns);
    }

    /** A constant rate. */
    record Constant(double perSecond) implements Rhythm {

        @Override
        public DoubleSupplier dueNanos(long userId) {
            double phase = phase(userId);
            return new DoubleSupplier() {
                private long index;

                @Override
                public double getAsDouble() {
                    return (index++ + phase) / perSecond * NANOS_PER_SECOND;
                }
            };
        }
    }

    /** Random arrivals with exponential gaps. */
    record Poisson(double perSecond, long seed) implements Rhythm {

        @Override
        public DoubleSupplier dueNanos(long userId) {
            SplittableRandom random = new SplittableRandom(seed ^ userId);
            return new DoubleSupplier() {
                private double nanos;

                @Override
                public double getAsDouble() {
                    nanos += -Math.log1p(-random.nextDouble()) / perSecond * NANOS_PER_SECOND;
                    return nanos;
                }
            };
        }
    }

    /**
     * Rates that follow each other, each constant or changing linearly. Sends are due where the integral of the rate reaches
     * whole numbers or, for Poisson arrivals, the points of a Poisson process of rate 1.
     *
     * @param seed the seed of Poisson arrivals; null for even gaps
     */
    record Stages(List<Schedule.Stage> stages, @Nullable Long seed) implements Rhythm {

        @Override
        public DoubleSupplier dueNanos(long userId) {
            DoubleSupplier sends = seed == null ? evenly(phase(userId)) : randomly(seed ^ userId);
            return new DoubleSupplier() {
                private int stage;
                private double sendsBefore;
                private double nanosBefore;

                @Override
                public double getAsDouble() {
                    double wanted = sends.getAsDouble();
                    while (stage < stages.size()) {
                        Schedule.Stage now = stages.get(stage);
                        if (wanted - sendsBefore < now.sends()) {
                            return nanosBefore + now.dueNanosOf(wanted - sendsBefore);
                        }
                        sendsBefore += now.sends();
                        nanosBefore += now.duration().toNanos();
                        stage++;
                    }
                    return Double.MAX_VALUE;
                }
            };
        }

        private static DoubleSupplier evenly(double phase) {
            return new DoubleSupplier() {
                private long index;

                @Override
                public double getAsDouble() {
                    return index++ + phase;
                }
            };
        }

        private static DoubleSupplier randomly(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return new DoubleSupplier() {
                private double sends;

                @Override
                public double getAsDouble() {
                    sends += -Math.log1p(-random.nextDouble());
                    return sends;
                }
            };
        }
    }

    /**
     * A rate that changes linearly: with rates a and b over d seconds, {@code a t + (b - a) t² / 2d} sends are due by
     * t.
     */
    record Ramp(double fromPerSecond, double toPerSecond, long nanos) implements Rhythm {

        @Override
        public DoubleSupplier dueNanos(long userId) {
            double phase = phase(userId);
            return new DoubleSupplier() {
                private long index;

                @Override
                public double getAsDouble() {
                    return dueNanosOf(index++ + phase);
                }
            };
        }

        double dueNanosOf(double sends) {
            double slope = (toPerSecond - fromPerSecond) / (nanos / NANOS_PER_SECOND);
            if (slope == 0) {
                return sends / fromPerSecond * NANOS_PER_SECOND;
            }
            double square = fromPerSecond * fromPerSecond + 2 * slope * sends;
            if (square < 0) {
                return Double.MAX_VALUE; // a falling ramp never gets there
            }
            return (Math.sqrt(square) - fromPerSecond) / slope * NANOS_PER_SECOND;
        }
    }
}
