package dev.yodel.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * The load that a load program generates. It is passed to the program in system properties, because Gatling creates a
 * simulation by its constructor without parameters.
 *
 * @param address the server, host:port
 * @param workload the calls that users make
 * @param users virtual users, each with one call or stream at a time; users of a schedule share its rate
 * @param options settings that only some workloads have
 * @param warmUp answers before the measurement window begins
 * @param window the length of the measurement window, or {@link #UNTIL_INPUT_ENDS}
 */
public record Load(String address, Workload workload, int users, Options options, long warmUp, Duration window) {

    /** The window lasts until the standard input of the program ends. */
    public static final Duration UNTIL_INPUT_ENDS = Duration.ZERO;

    /** A program that runs longer is killed. */
    public static final Duration MAX_RUN_TIME = Duration.ofMinutes(10);

    private static final String PREFIX = "load.";
    private static final Duration SETTLE_TIME = Duration.ofSeconds(1);
    private static final Duration SETTLE_TIME_SCHEDULED = Duration.ofSeconds(10);

    /** A load at full speed (closed model), without an address yet. */
    public static Load fullSpeed(Workload workload, int users, long warmUp, Duration window) {
        return new Load("", workload, users, Options.DEFAULT, warmUp, window);
    }

    /** Reads the system properties that {@link #jvmFlags} sets. */
    public static Load of(Properties properties) {
        return new Load(
                text(properties, "address"),
                Workload.valueOf(text(properties, "workload")),
                Integer.parseInt(text(properties, "users")),
                new Options(
                        Integer.parseInt(text(properties, "inFlight")),
                        Double.parseDouble(text(properties, "rate")),
                        Double.parseDouble(text(properties, "warmUpRate")),
                        Duration.parse(text(properties, "serverDelay")),
                        Boolean.parseBoolean(text(properties, "gatlingStats"))),
                Long.parseLong(text(properties, "warmUp")),
                Duration.parse(text(properties, "window")));
    }

    public Load withAddress(String newAddress) {
        return new Load(newAddress, workload, users, options, warmUp, window);
    }

    public Load with(Options newOptions) {
        return new Load(address, workload, users, newOptions, warmUp, window);
    }

    /** The rate of a schedule during the warm-up, in calls per second of all users together. */
    public double warmUpRate() {
        return Math.max(options.rate(), options.warmUpRate());
    }

    /**
     * The time between warm-up and window: users must reach a steady state, and a JVM that was warmed up at another rate
     * recompiles some of its code.
     */
    public Duration settleTime() {
        return workload == Workload.SCHEDULED ? SETTLE_TIME_SCHEDULED : SETTLE_TIME;
    }

    /** The JVM flags that pass this load to a program. */
    public List<String> jvmFlags() {
        return List.of(
                flag("address", address),
                flag("workload", workload),
                flag("users", users),
                flag("inFlight", options.inFlight()),
                flag("rate", options.rate()),
                flag("warmUpRate", options.warmUpRate()),
                flag("serverDelay", options.serverDelay()),
                flag("gatlingStats", options.gatlingStats()),
                flag("warmUp", warmUp),
                flag("window", window));
    }

    private static String flag(String name, Object value) {
        return "-D" + PREFIX + name + "=" + value;
    }

    private static String text(Properties properties, String name) {
        String value = properties.getProperty(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException("system property " + PREFIX + name + ": none (expected: a value)");
        }
        return value;
    }

    /**
     * Settings that only some workloads have.
     *
     * @param inFlight unanswered messages that a chat keeps in flight
     * @param rate calls per second of a schedule, all users together
     * @param warmUpRate calls per second until the warm-up is over, which would take long at a low rate
     * @param serverDelay the delay that each call requests from the server
     * @param gatlingStats whether every call is also reported to Gatling's stats engine, for its own writers
     */
    public record Options(int inFlight, double rate, double warmUpRate, Duration serverDelay, boolean gatlingStats) {

        static final Options DEFAULT = new Options(1, 0, 0, Duration.ZERO, false);

        public static Options withInFlight(int messages) {
            return new Options(messages, 0, 0, Duration.ZERO, false);
        }

        public static Options atRate(double perSecond, double warmUpRate) {
            return new Options(1, perSecond, warmUpRate, Duration.ZERO, false);
        }

        public static Options withGatlingStats() {
            return new Options(1, 0, 0, Duration.ZERO, true);
        }

        public Options withServerDelay(Duration delay) {
            return new Options(inFlight, rate, warmUpRate, delay, gatlingStats);
        }
    }
}
