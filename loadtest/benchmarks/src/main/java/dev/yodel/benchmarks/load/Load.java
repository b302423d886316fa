package dev.yodel.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * What a load program does. It travels to the program as system properties, because Gatling makes a simulation by its
 * constructor without parameters.
 *
 * @param target host:port
 * @param shape the shape of the calls
 * @param users users who each do one call, or have one stream, at a time; of a paced load, users who share its rate
 * @param manner in which way they do
 * @param warmUp answers before the figures begin
 * @param window how long figures are taken, or {@link #UNTIL_TOLD}
 */
public record Load(String target, Workload shape, int users, Manner manner, long warmUp, Duration window) {

    /** Figures are taken until the program's input ends. */
    public static final Duration UNTIL_TOLD = Duration.ZERO;

    /** How long a program lives at most. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String PREFIX = "load.";

    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration SETTLE_AT_RATE = Duration.ofSeconds(10);

    /** A load at full speed, its target not known yet. */
    public static Load fullSpeed(Workload shape, int users, long warmUp, Duration window) {
        return new Load("", shape, users, Manner.PLAIN, warmUp, window);
    }

    /** What this program was told by its system properties. */
    public static Load of(Properties from) {
        return new Load(
                text(from, "target"),
                Workload.valueOf(text(from, "shape")),
                Integer.parseInt(text(from, "users")),
                new Manner(
                        Integer.parseInt(text(from, "inFlight")),
                        Double.parseDouble(text(from, "rate")),
                        Double.parseDouble(text(from, "warmUpRate")),
                        Duration.parse(text(from, "delay")),
                        Boolean.parseBoolean(text(from, "gatlingLog"))),
                Long.parseLong(text(from, "warmUp")),
                Duration.parse(text(from, "window")));
    }

    public Load withTarget(String newTarget) {
        return new Load(newTarget, shape, users, manner, warmUp, window);
    }

    public Load with(Manner newManner) {
        return new Load(target, shape, users, newManner, warmUp, window);
    }

    /** Calls per second of a paced load until its warm-up is over, all users together. */
    public double warmUpRate() {
        return Math.max(manner.rate(), manner.warmUpRate());
    }

    /**
     * How long after the warm-up figures begin to be taken: users have to fall into step, and a JVM that was warmed up at
     * another rate compiles some of its code anew.
     */
    public Duration settle() {
        return shape == Workload.PACED ? SETTLE_AT_RATE : SETTLE;
    }

    /** The flags of the JVM that is to do this. */
    public List<String> jvmFlags() {
        return List.of(
                flag("target", target),
                flag("shape", shape),
                flag("users", users),
                flag("inFlight", manner.inFlight()),
                flag("rate", manner.rate()),
                flag("warmUpRate", manner.warmUpRate()),
                flag("delay", manner.delay()),
                flag("gatlingLog", manner.gatlingLog()),
                flag("warmUp", warmUp),
                flag("window", window));
    }

    private static String flag(String name, Object value) {
        return "-D" + PREFIX + name + "=" + value;
    }

    private static String text(Properties from, String name) {
        String value = from.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException("system property " + PREFIX + name + ": none (expected: a value)");
        }
        return value;
    }

    /**
     * In which way users do what they do.
     *
     * @param inFlight messages that a chat has on the way
     * @param rate calls per second of a paced load, all users together
     * @param warmUpRate the same until the warm-up is over, which would take long at a low rate
     * @param delay how long the server is asked to hold each answer back
     * @param gatlingLog whether Gatling is told of every call, for its own writers
     */
    public record Manner(int inFlight, double rate, double warmUpRate, Duration delay, boolean gatlingLog) {

        private static final double WARM_UP_RATE = 30_000;

        static final Manner PLAIN = new Manner(1, 0, 0, Duration.ZERO, false);

        public static Manner onTheWay(int messages) {
            return new Manner(messages, 0, 0, Duration.ZERO, false);
        }

        public static Manner atRate(double perSecond) {
            return atRate(perSecond, WARM_UP_RATE);
        }

        public static Manner atRate(double perSecond, double warmUpRate) {
            return new Manner(1, perSecond, warmUpRate, Duration.ZERO, false);
        }

        public Manner delayed(Duration answers) {
            return new Manner(inFlight, rate, warmUpRate, answers, gatlingLog);
        }

        public static Manner toldToGatling() {
            return new Manner(1, 0, 0, Duration.ZERO, true);
        }
    }
}
