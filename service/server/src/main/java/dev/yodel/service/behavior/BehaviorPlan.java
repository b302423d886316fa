package dev.yodel.service.behavior;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Ending;
import dev.yodel.v1.Failure;
import dev.yodel.v1.Header;
import dev.yodel.v1.LoadReport;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one call: its {@link Behavior} after every limit is checked and every random choice is made, except for
 * the delays of messages, which are drawn one by one. Delays are in nanoseconds. Used by one thread at a time.
 */
public final class BehaviorPlan {

    public static final BehaviorPlan NONE = of(Behavior.getDefaultInstance());

    /** The maximum padding of one response. */
    public static final int MAX_PADDING_BYTES = 1 << 20;

    private final Behavior behavior;
    private final SplittableRandom random;
    private final DelayPlan messageDelay;
    private final long headerNanos;
    private final long trailerNanos;
    private final long cpuNanos;
    private final Ending ending;
    private final @Nullable Status failure;
    private @Nullable Attempt attempt;

    private BehaviorPlan(
            Behavior behavior, long seed, int attempt, DelayPlan header, DelayPlan message, DelayPlan trailer) {
        this.behavior = behavior;
        random = new SplittableRandom(seed);
        messageDelay = message;
        ending = behavior.getEnding();
        failure = fails(behavior.getFailure(), attempt) ? behavior.getFailure().getStatus() : null;
        headerNanos = header.draw(random);
        trailerNanos = trailer.draw(random);
        cpuNanos = behavior.hasCpuTime()
                ? behavior.getCpuTime().getSeconds() * 1_000_000_000L
                        + behavior.getCpuTime().getNanos()
                : 0;
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
        BehaviorChecks.check(behavior, violations);
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
        return ending;
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

    /** Compresses only each n-th message; 0 or 1 for all of them. */
    public int compressEvery() {
        return behavior.getCompressEvery();
    }

    /** The load to report in the trailers; null for none. */
    public @Nullable LoadReport load() {
        return behavior.hasLoad() ? behavior.getLoad() : null;
    }

    /** The CPU time to burn. */
    public long cpuNanos() {
        return cpuNanos;
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
}
