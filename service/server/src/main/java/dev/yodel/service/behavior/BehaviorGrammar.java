package dev.yodel.service.behavior;

import com.google.common.base.Splitter;
import com.google.rpc.Code;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Ending;
import java.util.List;
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
    private static final Pattern ERROR =
            Pattern.compile("([A-Za-z_]+|\\d{1,2})(?:@(\\d{1,3}(?:\\.\\d{1,9})?)%)?(?::(.*))?");
    private static final String KEYS =
            "delay, message-delay, trailer-delay, cpu, error, error-after, fail-attempts, attempts-key,"
                    + " sequence, seed, end, size, header, trailer, echo-header, echo-trailer, compression, compress-every,"
                    + " load, only or info";

    private final Violations violations = new Violations();
    private final Behavior.Builder behavior = Behavior.newBuilder();
    private final String source;
    private final GrammarValues values;

    private BehaviorGrammar(String source) {
        this.source = source;
        values = new GrammarValues(source, violations);
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
            case "delay" -> behavior.setHeaderDelay(values.delay(key, value));
            case "message-delay" -> behavior.setMessageDelay(values.delay(key, value));
            case "trailer-delay" -> behavior.setTrailerDelay(values.delay(key, value));
            case "error" -> error(value);
            case "error-after" -> behavior.getFailureBuilder().setAfterMessages(values.number(key, value));
            case "fail-attempts" -> behavior.getFailureBuilder().setAttempts(values.number(key, value));
            case "attempts-key" -> behavior.getFailureBuilder().setAttemptsKey(value);
            case "seed" -> behavior.setSeed(values.number(key, value));
            case "sequence" -> behavior.setSequence(SequenceGrammar.parse(value, values));
            case "end" -> behavior.setEnding(ending(value));
            case "size" -> behavior.setPaddingBytes(values.size(value));
            case "cpu" -> behavior.setCpuTime(values.time(key, value));
            case "only" -> behavior.setOnlyInstance(value);
            case "echo-header" -> behavior.getEchoBuilder().addAllHeaderKeys(names(value));
            case "echo-trailer" -> behavior.getEchoBuilder().addAllTrailerKeys(names(value));
            case "compress-every" -> behavior.setCompressEvery(values.number(key, value));
            case "load" -> behavior.setLoad(LoadGrammar.parse(value, values));
            case "header" -> behavior.addHeaders(values.header(key, value));
            case "trailer" -> behavior.addTrailers(values.header(key, value));
            case "compression" -> behavior.setCompression(value);
            case "info" -> info(value);
            default -> violations.add(source, key, KEYS);
        }
    }

    private void error(String value) {
        Matcher error = ERROR.matcher(value);
        Code code = error.matches() ? GrammarValues.code(error.group(1)) : Code.OK;
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

    private Ending ending(String value) {
        return switch (value) {
            case "never" -> Ending.ENDING_NEVER;
            case "reset" -> Ending.ENDING_RESET;
            case "close" -> Ending.ENDING_CLOSE;
            case "goaway" -> Ending.ENDING_GOAWAY;
            default -> {
                violations.add(source + " end", value, "never, reset, close or goaway");
                yield Ending.ENDING_UNSPECIFIED;
            }
        };
    }

    private static List<String> names(String value) {
        return Splitter.on(',').trimResults().omitEmptyStrings().splitToList(value);
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
}
