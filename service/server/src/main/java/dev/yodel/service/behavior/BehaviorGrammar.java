package dev.yodel.service.behavior;

import com.google.common.base.Splitter;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.Ending;
import dev.yodel.v1.Header;
import dev.yodel.v1.LogNormalDelay;
import dev.yodel.v1.Sequence;
import dev.yodel.v1.SequenceStep;
import dev.yodel.v1.UniformDelay;
import dev.yodel.v1.WeightedChoice;
import dev.yodel.v1.WeightedDelay;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@link Behavior} as one line of text, for clients that cannot change the request message, and for the server's
 * default: {@code delay=20ms..80ms; error=UNAVAILABLE@10%; size=4KiB}.
 *
 * <pre>
 *   behavior = entry *( ";" entry )
 *   entry    = key "=" value
 *   delay    = time | time ".." time | time "*" weight *( "|" time "*" weight ) | "median" time "p99" time
 *   error    = code [ "@" number "%" ] [ ":" message ]
 *   sequence = key ":" step *( "," step )
 *   step     = [ time ] code [ "after" number ]
 * </pre>
 *
 * <p>It is only read here; the bounds of the values are those of the message.
 */
public final class BehaviorGrammar {

    private static final int MAX_LENGTH = 4096;
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB)?");
    private static final Pattern LOG_NORMAL = Pattern.compile("median +(\\S+) +p99 +(\\S+)");
    private static final Pattern ERROR =
            Pattern.compile("([A-Za-z_]+|\\d{1,2})(?:@(\\d{1,3}(?:\\.\\d{1,9})?)%)?(?::(.*))?");
    private static final Pattern STEP = Pattern.compile("(?:(\\d\\S*) +)?([A-Za-z_]+)(?: +after +(\\d{1,9}))?");
    private static final String EXPECTED_TIME = "a time such as 20ms, 1.5s or 300us";
    private static final String KEYS =
            "delay, message-delay, trailer-delay, error, error-after, fail-attempts, attempts-key,"
                    + " sequence, seed, end, size, header, trailer, compression or info";

    private final Violations violations = new Violations();
    private final Behavior.Builder behavior = Behavior.newBuilder();
    private final String source;

    private BehaviorGrammar(String source) {
        this.source = source;
    }

    /**
     * Reads a behavior.
     *
     * @param source where the text comes from, for messages
     * @throws RejectedRequestException if it is malformed
     */
    public static Behavior parse(String source, String text) {
        BehaviorGrammar grammar = new BehaviorGrammar(source);
        if (text.length() > MAX_LENGTH) {
            grammar.violations.add(source, text.length() + " characters", "at most " + MAX_LENGTH);
            grammar.violations.rejectIfAny();
        }
        for (String entry : Splitter.on(';').trimResults().omitEmptyStrings().split(text)) {
            int equals = entry.indexOf('=');
            String key = equals < 0 ? entry : entry.substring(0, equals).strip();
            grammar.read(key, equals < 0 ? "" : entry.substring(equals + 1).strip());
        }
        if (grammar.behavior.hasFailure()
                && grammar.behavior.getFailure().getStatus().getCode() == 0) {
            grammar.behavior.getFailureBuilder().getStatusBuilder().setCode(Code.UNAVAILABLE_VALUE);
        }
        grammar.violations.rejectIfAny();
        return grammar.behavior.build();
    }

    /**
     * Reads and checks the default of a server.
     *
     * @throws IllegalArgumentException if it is malformed or out of bounds
     */
    public static Behavior ofSetting(String text) {
        try {
            Behavior behavior = parse("behavior-default", text);
            BehaviorPlan.of(behavior);
            return behavior;
        } catch (RejectedRequestException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void read(String key, String value) {
        switch (key) {
            case "delay" -> behavior.setHeaderDelay(delay(key, value));
            case "message-delay" -> behavior.setMessageDelay(delay(key, value));
            case "trailer-delay" -> behavior.setTrailerDelay(delay(key, value));
            case "error" -> error(value);
            case "error-after" -> behavior.getFailureBuilder().setAfterMessages(number(key, value));
            case "fail-attempts" -> behavior.getFailureBuilder().setAttempts(number(key, value));
            case "attempts-key" -> behavior.getFailureBuilder().setAttemptsKey(value);
            case "seed" -> behavior.setSeed(number(key, value));
            case "sequence" -> behavior.setSequence(sequence(value));
            case "end" -> behavior.setEnding(ending(value));
            case "size" -> behavior.setPaddingBytes(size(value));
            case "header" -> behavior.addHeaders(header(key, value));
            case "trailer" -> behavior.addTrailers(header(key, value));
            case "compression" -> behavior.setCompression(value);
            case "info" -> info(value);
            default -> violations.add(source, key, KEYS);
        }
    }

    private Delay delay(String key, String value) {
        Delay.Builder delay = Delay.newBuilder();
        Matcher logNormal = LOG_NORMAL.matcher(value);
        int range = value.indexOf("..");
        if (logNormal.matches()) {
            delay.setLogNormal(LogNormalDelay.newBuilder()
                    .setMedian(time(key, logNormal.group(1)))
                    .setP99(time(key, logNormal.group(2))));
        } else if (value.contains("*")) {
            delay.setWeighted(weighted(key, value));
        } else if (range > 0) {
            delay.setUniform(UniformDelay.newBuilder()
                    .setMin(time(key, value.substring(0, range)))
                    .setMax(time(key, value.substring(range + 2))));
        } else {
            delay.setFixed(time(key, value));
        }
        return delay.build();
    }

    private WeightedDelay weighted(String key, String value) {
        WeightedDelay.Builder weighted = WeightedDelay.newBuilder();
        for (String choice : Splitter.on('|').trimResults().split(value)) {
            int star = choice.indexOf('*');
            weighted.addChoices(WeightedChoice.newBuilder()
                    .setDelay(time(key, star < 0 ? choice : choice.substring(0, star)))
                    .setWeight(star < 0 ? 1 : number(key, choice.substring(star + 1))));
        }
        return weighted.build();
    }

    private void error(String value) {
        Matcher error = ERROR.matcher(value);
        Code code = error.matches() ? code(error.group(1)) : Code.OK;
        if (code == Code.OK) {
            violations.add(
                    source + " error", value, "a status code, such as UNAVAILABLE, UNAVAILABLE@10% or UNAVAILABLE:why");
            return;
        }
        behavior.getFailureBuilder().getStatusBuilder().setCode(code.getNumber());
        if (error.group(2) != null) {
            behavior.getFailureBuilder().setRatio(Double.parseDouble(error.group(2)) / 100);
        }
        if (error.group(3) != null) {
            behavior.getFailureBuilder().getStatusBuilder().setMessage(error.group(3));
        }
    }

    private Sequence sequence(String value) {
        int colon = value.indexOf(':');
        Sequence.Builder sequence = Sequence.newBuilder();
        if (colon < 1) {
            violations.add(source + " sequence", value, "key:step,step,… such as k1:UNAVAILABLE,OK");
            return sequence.build();
        }
        sequence.setKey(value.substring(0, colon).strip());
        for (String text : Splitter.on(',').trimResults().split(value.substring(colon + 1))) {
            Matcher step = STEP.matcher(text);
            boolean isStep = step.matches();
            Code code = isStep ? code(step.group(2)) : Code.OK;
            if (!isStep || code == Code.OK && !step.group(2).equalsIgnoreCase("OK")) {
                violations.add(
                        source + " sequence", text, "a step such as OK, UNAVAILABLE, UNAVAILABLE after 2 or 20ms OK");
                continue;
            }
            SequenceStep.Builder added = sequence.addStepsBuilder();
            if (code != Code.OK) {
                added.getStatusBuilder().setCode(code.getNumber());
            }
            if (step.group(1) != null) {
                added.setDelay(delay("sequence", step.group(1)));
            }
            if (step.group(3) != null) {
                added.setAfterMessages(number("sequence", step.group(3)));
            }
        }
        return sequence.build();
    }

    private static Code code(String text) {
        try {
            Code code = Character.isDigit(text.charAt(0))
                    ? Code.forNumber(Integer.parseInt(text))
                    : Code.valueOf(text.toUpperCase(Locale.ROOT));
            return code == null || code == Code.UNRECOGNIZED ? Code.OK : code;
        } catch (IllegalArgumentException e) {
            return Code.OK;
        }
    }

    private Ending ending(String value) {
        return switch (value) {
            case "never" -> Ending.ENDING_NEVER;
            case "reset" -> Ending.ENDING_RESET;
            default -> {
                violations.add(source + " end", value, "never or reset");
                yield Ending.ENDING_UNSPECIFIED;
            }
        };
    }

    private void info(String value) {
        for (String part : Splitter.on(',').trimResults().split(value)) {
            switch (part) {
                case "server" -> behavior.setIncludeServerInfo(true);
                case "call" -> behavior.setIncludeCallInfo(true);
                case "behavior" -> behavior.setIncludeBehavior(true);
                default -> violations.add(source + " info", part, "server, call or behavior");
            }
        }
    }

    private Header header(String key, String value) {
        int colon = value.indexOf(':');
        if (colon < 1) {
            violations.add(source + " " + key, value, "key:value");
            return Header.getDefaultInstance();
        }
        return Header.newBuilder()
                .setKey(value.substring(0, colon).strip())
                .setValue(value.substring(colon + 1).strip())
                .build();
    }

    private Duration time(String key, String text) {
        Matcher time = TIME.matcher(text.strip());
        if (!time.matches()) {
            violations.add(source + " " + key, text, EXPECTED_TIME);
            return Duration.getDefaultInstance();
        }
        int scale = switch (time.group(2)) {
            case "us" -> 6;
            case "ms" -> 3;
            default -> 0;
        };
        long nanos = new BigDecimal(time.group(1)).movePointRight(9 - scale).longValue();
        return Duration.newBuilder()
                .setSeconds(nanos / 1_000_000_000)
                .setNanos((int) (nanos % 1_000_000_000))
                .build();
    }

    private int size(String value) {
        Matcher size = SIZE.matcher(value);
        if (!size.matches()) {
            violations.add(source + " size", value, "a size such as 100B, 4KiB or 1MiB");
            return 0;
        }
        String unit = size.group(2) == null ? "B" : size.group(2);
        int shift = unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 0;
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(size.group(1)) << shift);
    }

    private int number(String key, String value) {
        if (!value.strip().matches("\\d{1,9}")) {
            violations.add(source + " " + key, value, "a number");
            return 1;
        }
        return Integer.parseInt(value.strip());
    }
}
