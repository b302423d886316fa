package dev.yodel.service.behavior;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Ending;
import dev.yodel.v1.Failure;
import dev.yodel.v1.Header;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one call: its {@link Behavior} after every limit is checked and every random choice is made, except for
 * the delays of messages, which are drawn one by one. Delays are in nanoseconds. Used by one thread at a time.
 */
public final class BehaviorPlan {

    public static final BehaviorPlan NONE = of(Behavior.getDefaultInstance());

    /** The maximum padding of one response. */
    public static final int MAX_PADDING_BYTES = 1 << 20;

    /**
     * A failure is sent in the trailers: its message percent-encoded (up to three bytes for one), and the whole
     * {@code google.rpc.Status} in base64 (four bytes for three). These limits keep it below 8 KiB, grpc-java's default
     * limit for metadata.
     */
    static final int MAX_FAILURE_MESSAGE_BYTES = 1024;

    static final int MAX_FAILURE_BYTES = 3072;

    static final int MAX_TIMES = 1_000_000;
    static final int MAX_KEY = 64;
    static final int MAX_HEADERS = 16;
    static final int MAX_HEADER_BYTES = 2048;

    private static final Pattern HEADER_KEY = Pattern.compile("[0-9a-z_.-]+(?<!-bin)");
    private static final Pattern RESERVED_KEY =
            Pattern.compile("grpc-.*|content-type|te|connection|host|server-timing");
    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");

    private final Behavior behavior;
    private final SplittableRandom random;
    private final DelayPlan messageDelay;
    private final long headerNanos;
    private final long trailerNanos;
    private final @Nullable Status failure;
    private @Nullable Attempt attempt;

    private BehaviorPlan(
            Behavior behavior, long seed, int attempt, DelayPlan header, DelayPlan message, DelayPlan trailer) {
        this.behavior = behavior;
        random = new SplittableRandom(seed);
        messageDelay = message;
        failure = fails(behavior.getFailure(), attempt) ? behavior.getFailure().getStatus() : null;
        headerNanos = header.draw(random);
        trailerNanos = trailer.draw(random);
    }

    static BehaviorPlan of(Behavior behavior) {
        return of(behavior, behavior.getSeed(), 1);
    }

    /**
     * Checks a behavior against its bounds, and makes its random choices.
     *
     * @param attempt the number of this attempt, from 1
     * @throws RejectedRequestException if any value is out of bounds
     */
    static BehaviorPlan of(Behavior behavior, long seed, int attempt) {
        Violations violations = new Violations();
        DelayPlan header = behavior.hasHeaderDelay()
                ? DelayPlan.of("behavior.header_delay", behavior.getHeaderDelay(), violations)
                : DelayPlan.NONE;
        DelayPlan message = behavior.hasMessageDelay()
                ? DelayPlan.of("behavior.message_delay", behavior.getMessageDelay(), violations)
                : DelayPlan.NONE;
        DelayPlan trailer = behavior.hasTrailerDelay()
                ? DelayPlan.of("behavior.trailer_delay", behavior.getTrailerDelay(), violations)
                : DelayPlan.NONE;
        if (behavior.hasFailure()) {
            check(behavior.getFailure(), violations);
        }
        if (behavior.hasSequence()) {
            Sequences.check(behavior.getSequence(), violations);
        }
        violations.checkRange("behavior.padding_bytes", behavior.getPaddingBytes(), 0, MAX_PADDING_BYTES);
        if (behavior.getEnding() == Ending.UNRECOGNIZED) {
            violations.add("behavior.ending", behavior.getEndingValue(), "ENDING_NEVER or ENDING_RESET");
        }
        if (!behavior.getCompression().isEmpty() && !behavior.getCompression().equals("gzip")) {
            violations.add("behavior.compression", behavior.getCompression(), "gzip, or empty");
        }
        if (behavior.getHeadersCount() + behavior.getTrailersCount() > 0) {
            checkMetadata(behavior, violations);
        }
        violations.rejectIfAny();
        return new BehaviorPlan(behavior, seed, attempt, header, message, trailer);
    }

    public long headerNanos() {
        return headerNanos;
    }

    /** The delay of the next message, drawn anew. */
    public long nextMessageNanos() {
        return messageDelay.draw(random);
    }

    public long trailerNanos() {
        return trailerNanos;
    }

    /** The status to fail the call with; null if it should not fail. */
    public @Nullable Status failure() {
        return failure;
    }

    /** After how many messages the call fails. */
    public int failsAfter() {
        return behavior.getFailure().getAfterMessages();
    }

    public Ending ending() {
        return behavior.getEnding();
    }

    public List<Header> headers() {
        return behavior.getHeadersList();
    }

    public List<Header> trailers() {
        return behavior.getTrailersList();
    }

    /** The name of the compression of responses; empty for none. */
    public String compression() {
        return behavior.getCompression();
    }

    public int paddingBytes() {
        return behavior.getPaddingBytes();
    }

    public boolean includeServerInfo() {
        return behavior.getIncludeServerInfo();
    }

    public boolean includeCallInfo() {
        return behavior.getIncludeCallInfo();
    }

    /** What is applied, for the response to include; null if it should not. */
    public @Nullable Behavior applied() {
        return behavior.getIncludeBehavior() ? behavior : null;
    }

    /** The call has ended; only the first end counts. */
    public void ended(int statusCode, int messages) {
        if (attempt != null) {
            attempt.end(statusCode, messages);
        }
    }

    BehaviorPlan recording(Attempt of) {
        attempt = of;
        return this;
    }

    private boolean fails(Failure requested, int attempt) {
        return behavior.hasFailure()
                && (requested.getAttempts() == 0 || attempt <= requested.getAttempts())
                && (!requested.hasRatio() || random.nextDouble() < requested.getRatio());
    }

    /** Checks a status that calls are to fail with. */
    public static void checkStatus(String field, Status status, Violations violations) {
        violations.checkRange(field + ".code", status.getCode(), 1, 16);
        int messageBytes = status.getMessageBytes().size();
        if (messageBytes > MAX_FAILURE_MESSAGE_BYTES) {
            violations.add(
                    field + ".message", messageBytes + " bytes", "at most " + MAX_FAILURE_MESSAGE_BYTES + " bytes");
        } else if (status.getSerializedSize() > MAX_FAILURE_BYTES) {
            violations.add(field, status.getSerializedSize() + " bytes", "at most " + MAX_FAILURE_BYTES + " bytes");
        }
    }

    private static void check(Failure failure, Violations violations) {
        checkStatus("behavior.failure.status", failure.getStatus(), violations);
        if (!(failure.getRatio() >= 0 && failure.getRatio() <= 1)) {
            violations.add("behavior.failure.ratio", failure.getRatio(), "0 to 1");
        }
        violations.checkRange("behavior.failure.after_messages", failure.getAfterMessages(), 0, MAX_TIMES);
        violations.checkRange("behavior.failure.attempts", failure.getAttempts(), 0, MAX_TIMES);
        violations.checkLength("behavior.failure.attempts_key", failure.getAttemptsKey(), MAX_KEY);
    }

    private static void checkMetadata(Behavior behavior, Violations violations) {
        int count = behavior.getHeadersCount() + behavior.getTrailersCount();
        if (count > MAX_HEADERS) {
            violations.add("behavior.headers", count + " entries", "at most " + MAX_HEADERS + ", trailers included");
            return;
        }
        int bytes = checkMetadata("behavior.headers", behavior.getHeadersList(), violations)
                + checkMetadata("behavior.trailers", behavior.getTrailersList(), violations);
        if (bytes > MAX_HEADER_BYTES) {
            violations.add("behavior.headers", bytes + " bytes", "at most " + MAX_HEADER_BYTES + ", trailers included");
        }
    }

    private static int checkMetadata(String field, List<Header> entries, Violations violations) {
        int bytes = 0;
        for (int i = 0; i < entries.size(); i++) {
            Header entry = entries.get(i);
            if (!HEADER_KEY.matcher(entry.getKey()).matches()
                    || RESERVED_KEY.matcher(entry.getKey()).matches()) {
                violations.add(
                        field + "[" + i + "].key", entry.getKey(), "0-9 a-z _ . - and neither reserved nor -bin");
            }
            if (!HEADER_VALUE.matcher(entry.getValue()).matches()) {
                violations.add(field + "[" + i + "].value", "other characters", "printable ASCII");
            }
            bytes += entry.getKey().length() + entry.getValue().length();
        }
        return bytes;
    }
}
