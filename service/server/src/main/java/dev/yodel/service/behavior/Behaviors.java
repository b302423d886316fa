package dev.yodel.service.behavior;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Failure;
import io.grpc.Metadata;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The behavior of each call. Each field comes from the request message, or else from the metadata key
 * {@code yodel-behavior}, or else from the default of the server. Thread-safe.
 */
public final class Behaviors {

    public static final Metadata.Key<String> METADATA =
            Metadata.Key.of("yodel-behavior", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> PREVIOUS_ATTEMPTS =
            Metadata.Key.of("grpc-previous-rpc-attempts", Metadata.ASCII_STRING_MARSHALLER);

    private static final int MAX_KEYS = 10_000;

    /** The distance between the seeds of subsequent calls; not that of subsequent numbers within SplittableRandom. */
    private static final long NEXT_SEED = 0xd134_2543_de82_ef95L;

    private final BehaviorPolicy policy;
    private volatile Behavior fallback;

    /** The fallback, if it applies on this instance. */
    private volatile Behavior fallbackHere;

    private final Sequences sequences;
    private final String instance;
    private final BiFunction<Metadata, String, List<String>> exposed;
    private final AttemptCounts attempts = new AttemptCounts(MAX_KEYS);

    /**
     * @param policy what callers may ask for
     * @param fallback the behavior for what callers do not ask for
     * @param sequences counts the attempts of scripted calls
     * @param instance the name of this server
     * @param exposed the values of a metadata key that callers may see
     */
    public Behaviors(
            BehaviorPolicy policy,
            Behavior fallback,
            Sequences sequences,
            String instance,
            BiFunction<Metadata, String, List<String>> exposed) {
        this.policy = policy;
        this.fallback = fallback;
        this.sequences = sequences;
        this.instance = instance;
        this.exposed = exposed;
        fallbackHere = here(fallback);
    }

    /** The behavior for what callers do not ask for. */
    public Behavior fallback() {
        return fallback;
    }

    /**
     * Replaces it, for calls that start from now on.
     *
     * @throws RejectedRequestException if any value is out of bounds
     */
    public void replaceFallback(Behavior next) {
        BehaviorPlan.of(next);
        fallback = next;
        fallbackHere = here(next);
    }

    /**
     * Returns the plan for a call; {@link BehaviorPlan#NONE} for most calls, which ask for nothing.
     *
     * @param message the behavior in the first request
     * @throws RejectedRequestException if any value is out of bounds or not allowed
     */
    public BehaviorPlan plan(Behavior message, Metadata headers) {
        String text = headers.get(METADATA);
        Behavior otherwise = fallbackHere;
        Behavior asked = text == null && isEmpty(message) ? message : asked(message, text);
        if (isEmpty(asked)) {
            return isEmpty(otherwise) ? BehaviorPlan.NONE : checked(otherwise, headers);
        }
        policy.check(asked);
        return checked(over(asked, otherwise), headers);
    }

    private Behavior asked(Behavior message, @Nullable String text) {
        Behavior ofText = text == null ? Behavior.getDefaultInstance() : BehaviorGrammar.parse(METADATA.name(), text);
        return over(here(message), here(ofText));
    }

    /** The behavior, or nothing if it is for another instance. */
    private Behavior here(Behavior behavior) {
        String only = behavior.getOnlyInstance();
        return only.isEmpty() || only.equals(instance) ? behavior : Behavior.getDefaultInstance();
    }

    private BehaviorPlan checked(Behavior asked, Metadata headers) {
        int attempt = attempt(asked, headers);
        Behavior behavior = asked;
        if (asked.hasEcho()) {
            BehaviorPlan.of(asked);
            behavior = EchoedHeaders.addTo(asked, headers, exposed);
        }
        long seed = behavior.hasSeed()
                ? behavior.getSeed() + NEXT_SEED * (attempts.next("seed " + behavior.getSeed()) - 1)
                : ThreadLocalRandom.current().nextLong();
        Behavior applied = behavior.getIncludeBehavior()
                ? behavior.toBuilder().setSeed(seed).build()
                : behavior;
        return applied.hasSequence() ? scripted(applied, seed) : BehaviorPlan.of(applied, seed, attempt);
    }

    /** The attempt counts only if the call is not rejected. */
    private BehaviorPlan scripted(Behavior behavior, long seed) {
        BehaviorPlan.of(behavior);
        Attempt attempt = sequences.begin(behavior.getSequence().getKey());
        return BehaviorPlan.of(Sequences.step(behavior, attempt.number()), seed, 1)
                .recording(attempt);
    }

    private int attempt(Behavior behavior, Metadata headers) {
        Failure failure = behavior.getFailure();
        if (failure.getAttempts() == 0) {
            return 1;
        }
        if (!failure.getAttemptsKey().isEmpty()) {
            return attempts.next("key " + failure.getAttemptsKey());
        }
        String previous = headers.get(PREVIOUS_ATTEMPTS);
        return previous == null || !previous.matches("\\d{1,6}") ? 1 : Integer.parseInt(previous) + 1;
    }

    private static boolean isEmpty(Behavior behavior) {
        return behavior.equals(Behavior.getDefaultInstance());
    }

    /** The fields of the first behavior, and those of the second one that the first one does not have. */
    private static Behavior over(Behavior first, Behavior second) {
        if (isEmpty(first)) {
            return second;
        }
        if (isEmpty(second)) {
            return first;
        }
        Behavior.Builder both = second.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> field : first.getAllFields().entrySet()) {
            both.setField(field.getKey(), field.getValue());
        }
        return both.build();
    }
}
