package dev.yodel.service.behavior;

import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Failure;
import dev.yodel.v1.GetSequenceResponse;
import dev.yodel.v1.Sequence;
import dev.yodel.v1.SequenceStep;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of scripted calls, by the key that their callers gave, for the keys used last. Of each key, the first
 * attempts are kept. Thread-safe.
 */
public final class Sequences {

    /** The attempts under one key. Guarded by the sequences. */
    private static final class History {

        private final List<Attempt> first = new ArrayList<>(1);
        private int count;
        private @Nullable Attempt last;
    }

    static final int MAX_KEYS = 1_000;
    static final int MAX_STEPS = 100;

    private final LongSupplier nanoClock;
    private final Supplier<Instant> clock;
    private final Map<String, History> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, History> eldest) {
            return size() > MAX_KEYS;
        }
    };

    public Sequences(LongSupplier nanoClock, Supplier<Instant> clock) {
        this.nanoClock = nanoClock;
        this.clock = clock;
    }

    /**
     * The attempts seen under a key.
     *
     * @throws RejectedRequestException if there are none
     */
    public synchronized GetSequenceResponse report(String key) {
        History history = histories.get(key);
        if (history == null) {
            throw RejectedRequestException.of(
                    Code.NOT_FOUND,
                    "key: " + Violations.clip(key) + " (expected: one of the " + MAX_KEYS
                            + " keys that calls with Behavior.sequence gave last)");
        }
        return GetSequenceResponse.newBuilder()
                .setAttemptCount(history.count)
                .addAllAttempts(history.first.stream().map(Attempt::report).toList())
                .build();
    }

    /** The next attempt under a key, which starts now. */
    synchronized Attempt begin(String key) {
        History history = histories.computeIfAbsent(key, any -> new History());
        history.count += history.count == Integer.MAX_VALUE ? 0 : 1;
        Instant now = clock.get();
        Deadline deadline = Context.current().getDeadline();
        Attempt attempt = new Attempt(
                history.count,
                Timestamp.newBuilder()
                        .setSeconds(now.getEpochSecond())
                        .setNanos(now.getNano())
                        .build(),
                nanoClock,
                history.last,
                deadline == null ? null : Attempt.duration(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS))));
        history.last = attempt;
        if (history.first.size() < MAX_STEPS) {
            history.first.add(attempt);
        }
        return attempt;
    }

    /** The behavior of an attempt: its step of the sequence takes the place of the failure, and of the header delay. */
    static Behavior step(Behavior behavior, int attempt) {
        Behavior.Builder step = behavior.toBuilder().clearFailure();
        if (attempt > behavior.getSequence().getStepsCount()) {
            return step.build();
        }
        SequenceStep given = behavior.getSequence().getSteps(attempt - 1);
        if (given.getStatus().getCode() != Code.OK_VALUE) {
            step.setFailure(
                    Failure.newBuilder().setStatus(given.getStatus()).setAfterMessages(given.getAfterMessages()));
        }
        if (given.hasDelay()) {
            step.setHeaderDelay(given.getDelay());
        }
        return step.build();
    }

    static void check(Sequence sequence, Violations violations) {
        if (sequence.getKey().isEmpty()) {
            violations.add("behavior.sequence.key", "empty", "1 to " + BehaviorChecks.MAX_KEY + " characters");
        }
        violations.checkLength("behavior.sequence.key", sequence.getKey(), BehaviorChecks.MAX_KEY);
        violations.checkRange("behavior.sequence.steps", sequence.getStepsCount(), 1, MAX_STEPS);
        for (int i = 0; i < Math.min(MAX_STEPS, sequence.getStepsCount()); i++) {
            SequenceStep step = sequence.getSteps(i);
            String field = "behavior.sequence.steps[" + i + "]";
            if (step.getStatus().getCode() != Code.OK_VALUE) {
                BehaviorChecks.checkStatus(field + ".status", step.getStatus(), violations);
            }
            violations.checkRange(field + ".after_messages", step.getAfterMessages(), 0, BehaviorChecks.MAX_TIMES);
            if (step.hasDelay()) {
                DelayPlan.of(field + ".delay", step.getDelay(), violations);
            }
        }
    }
}
